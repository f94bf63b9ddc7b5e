// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hooks;

/// <summary>Who sends a model request, by the ids that the agent itself puts on it.</summary>
public sealed record RequestIdentity
{
    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The root session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The subagent; null for the root agent.</summary>
    public string? SubagentId { get; init; }

    /// <summary>True where the agent would have named a subagent if it were one's: the request is the root agent's.</summary>
    public bool IsRoot { get; init; }

    /// <summary>The subagent's parent, where that is a subagent too.</summary>
    public string? ParentSubagentId { get; init; }

    /// <summary>The subagent's name or path within the session.</summary>
    public string? SubagentName { get; init; }

    /// <summary>The subagent's type, where that says more than that it is one.</summary>
    public string? SubagentType { get; init; }

    /// <summary>True where the parent does nothing but wait for the subagent: the turn of the one is the turn of the other.</summary>
    public bool StandsForParent { get; init; }

    /// <summary>The parent's turn that the subagent works for.</summary>
    public string? ParentTurnId { get; init; }

    /// <summary>The turn.</summary>
    public string? TurnId { get; init; }

    /// <summary>The agent's version.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>What the request is for, in the agent's words: <c>turn</c>, <c>compaction</c> …</summary>
    public string? Purpose { get; init; }
}
