// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Routing;

/// <summary>Where an event is recorded.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Agent">The agent's kind.</param>
/// <param name="SubagentId">The subagent whose own session id the agent used; null otherwise.</param>
/// <param name="IsNew">True for the first event of the session in this gateway.</param>
public sealed record SessionRoute(string SessionId, string Agent, string? SubagentId = null, bool IsNew = false);
