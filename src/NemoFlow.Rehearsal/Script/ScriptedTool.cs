// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Script;

/// <summary>One tool call of a reply. Which members count depends on <see cref="Kind"/>.</summary>
public sealed record ScriptedTool
{
    /// <summary>How the call is written on the wire.</summary>
    public required ToolKind Kind { get; init; }

    /// <summary>Tool name of a function or custom call; task name of a spawned agent.</summary>
    public string? Name { get; init; }

    /// <summary>Namespace of a function or custom call; absent on the wire when null.</summary>
    public string? Namespace { get; init; }

    /// <summary>Arguments of a function call exactly as sent, which need not be valid JSON.</summary>
    public string? Arguments { get; init; }

    /// <summary>Input of a custom call.</summary>
    public string? Input { get; init; }

    /// <summary>Command line of a shell or local shell call, for <c>bash -lc</c>.</summary>
    public string? Command { get; init; }

    /// <summary>Task of a spawned agent.</summary>
    public string? Message { get; init; }

    /// <summary>Type of a spawned agent, where the agent has several.</summary>
    public string? AgentType { get; init; }

    /// <summary>True where the spawned agent is not waited for, where the agent can do without.</summary>
    public bool Background { get; init; }

    /// <summary>Query of a web search.</summary>
    public string? Query { get; init; }

    /// <summary>Longest wait of a wait call, in milliseconds.</summary>
    public int? TimeoutMilliseconds { get; init; }

    /// <summary>Call id; null derives one from thread and position.</summary>
    public string? CallId { get; init; }

    /// <summary>The whole item of a raw call.</summary>
    public JsonElement? Item { get; init; }
}
