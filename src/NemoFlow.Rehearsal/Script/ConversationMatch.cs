// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Which prompts a conversation answers. Every condition that is set must hold.</summary>
public sealed record ConversationMatch
{
    /// <summary>The request kind of an ordinary turn.</summary>
    public const string TurnKind = "turn";

    /// <summary>A part of the latest prompt, compared exactly.</summary>
    public string? Text { get; init; }

    /// <summary>True for subagents only, false for the root agent only.</summary>
    public bool? Subagent { get; init; }

    /// <summary>The agent's request kind, such as <c>turn</c> or <c>compaction</c>.</summary>
    public string Kind { get; init; } = TurnKind;

    internal bool Accepts(string prompt, bool subagent, string kind)
        => (Text is null || prompt.Contains(Text, StringComparison.Ordinal))
            && (Subagent is null || Subagent == subagent)
            && string.Equals(Kind, kind, StringComparison.Ordinal);
}
