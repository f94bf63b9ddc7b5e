// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>The replies to one kind of prompt, in order.</summary>
public sealed record Conversation
{
    /// <summary>Name in the request log.</summary>
    public required string Name { get; init; }

    /// <summary>Which prompts it answers.</summary>
    public ConversationMatch When { get; init; } = new();

    /// <summary>The replies; each prompt starts again at the first.</summary>
    public IReadOnlyList<Reply> Turns { get; init; } = [];
}
