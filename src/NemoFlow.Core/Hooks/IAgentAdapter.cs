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

    /// <summary>True where a hook tells the end of every compaction that another announced.</summary>
    bool TellsEndOfCompaction => false;

    /// <summary>True for a request that the agent makes for itself before anybody said anything: it opens no turn.</summary>
    bool IsProbe(LlmRequest request) => false;

    /// <summary>What the user said of a message's text, without what the agent puts into it; null where nothing is left.</summary>
    string? UserText(string? text) => text;

    /// <summary>True where only the parent's hooks say that a session is the child of another, before the child begins.</summary>
    bool NamesChildrenBeforehand => false;

    /// <summary>True for the tools whose call starts a subagent.</summary>
    bool LaunchesSubagent(string toolName);

    /// <summary>True where one call of such a tool may start several subagents side by side.</summary>
    bool LaunchesSeveral => false;

    /// <summary>The id or the name of the subagent that a launching tool call reports in its result; null where it tells none.</summary>
    string? LaunchedSubagent(JsonElement result);

    /// <summary>The subagent that is over by the result of the tool call that launched it; null where the result says nothing of that.</summary>
    string? EndedSubagent(string toolName, JsonElement result) => null;

    /// <summary>That a tool call failed or was refused, where hooks do not say so but the result that the model was told does; null where it does not.</summary>
    /// <param name="tool">What hooks told of it.</param>
    /// <param name="result">What the model was told, else what the hook of a failure told.</param>
    /// <param name="failed">True where it is known that the call was no success.</param>
    ToolVerdict? Verdict(ToolSighting tool, JsonElement result, bool failed) => null;

    /// <summary>
    /// The same for the calls that a tool's code made, from what the model was told of the code as a whole; null for those of which it
    /// says nothing.
    /// </summary>
    /// <param name="nested">The calls in the order in which they began.</param>
    /// <param name="result">What the model was told of the tool that ran the code.</param>
    IReadOnlyList<ToolVerdict?> NestedVerdicts(IReadOnlyList<ToolSighting> nested, JsonElement result) => [];

    /// <summary>What a launching tool call asks its subagent to do; null where the arguments do not say it in plain words.</summary>
    string? LaunchPrompt(JsonElement arguments) => null;
}
