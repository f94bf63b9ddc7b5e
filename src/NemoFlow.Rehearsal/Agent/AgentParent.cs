// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>Where a subagent came from.</summary>
internal sealed record AgentParent(string ThreadId, string TurnId, string RootTurnId);
