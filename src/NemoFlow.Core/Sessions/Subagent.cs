// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>An agent launched by another, with turns of its own.</summary>
public sealed record Subagent : TurnItem
{
    /// <summary>How it stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>Its type, for example <c>explorer</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Its name or path within the session.</summary>
    public string? Name { get; init; }

    /// <summary>The subagent that launched it; null for the root agent.</summary>
    public string? ParentId { get; init; }

    /// <summary>The tool call that launched it.</summary>
    public string? LaunchedByToolCallId { get; init; }

    /// <summary>Its turns, in order.</summary>
    public IReadOnlyList<Turn> Turns { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>Tokens of its own model calls, without those of subagents it launched.</summary>
    public TokenUsage? Usage { get; init; }
}
