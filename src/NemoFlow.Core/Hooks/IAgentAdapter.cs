// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Hooks;

/// <summary>All that the fold has to know about one agent. Pure: the same input always gives the same answer, and odd input never throws.</summary>
public interface IAgentAdapter
{
    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    string Agent { get; }

    /// <summary>The events a hook payload stands for, in order; at least one.</summary>
    IReadOnlyList<AgentEvent> Read(HookInput input);

    /// <summary>The neutral reply to a hook, as JSON: it decides nothing.</summary>
    ReadOnlyMemory<byte> Reply(IReadOnlyList<AgentEvent> events);

    /// <summary>The ids that a model request of this agent carries; null where it carries none of this agent's.</summary>
    RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body);

    /// <summary>True for the tools whose call starts a subagent.</summary>
    bool LaunchesSubagent(string toolName);

    /// <summary>The id or the name of the subagent that a launching tool call reports in its result; null where it tells none.</summary>
    string? LaunchedSubagent(JsonElement result);
}
