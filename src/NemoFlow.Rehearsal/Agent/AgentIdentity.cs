// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>Who speaks: the root agent or a subagent.</summary>
/// <param name="SessionId">The root session.</param>
/// <param name="ThreadId">This agent; the session's id for the root agent.</param>
/// <param name="Parent">Who started a subagent, and in which turn; null for the root agent.</param>
internal sealed record AgentIdentity(string SessionId, string ThreadId, AgentParent? Parent)
{
    public bool IsSubagent => Parent is not null;
}
