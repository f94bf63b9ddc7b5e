// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>How many of each a session has, subagents included.</summary>
public sealed record SessionCounts
{
    /// <summary>Recorded events.</summary>
    public int Events { get; init; }

    /// <summary>Turns of the root agent.</summary>
    public int Turns { get; init; }

    /// <summary>Model calls.</summary>
    public int LlmCalls { get; init; }

    /// <summary>Model calls that failed.</summary>
    public int FailedLlmCalls { get; init; }

    /// <summary>Model calls with tokens whose cost is not known.</summary>
    public int UnpricedLlmCalls { get; init; }

    /// <summary>Tool calls.</summary>
    public int ToolCalls { get; init; }

    /// <summary>Subagents.</summary>
    public int Subagents { get; init; }

    /// <summary>Hooks, by the name the agent gave them.</summary>
    public IReadOnlyDictionary<string, int> Hooks { get; init; } = new Dictionary<string, int>();

    /// <summary>Requests seen by the gateway.</summary>
    public int ModelRequests { get; init; }
}
