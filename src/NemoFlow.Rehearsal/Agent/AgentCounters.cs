// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>Counts of a run; subagents count from their own tasks.</summary>
internal sealed class AgentCounters
{
    public int HooksSent;
    public int HooksFailed;
    public int ModelRequests;
    public int ToolCalls;
}
