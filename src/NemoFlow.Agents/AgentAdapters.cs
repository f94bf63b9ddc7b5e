// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Cursor;
using NemoFlow.Agents.Hermes;
using NemoFlow.Hooks;

namespace NemoFlow.Agents;

/// <summary>The agents of this version: one line each.</summary>
public static class AgentAdapters
{
    /// <summary>All adapters.</summary>
    public static IReadOnlyList<IAgentAdapter> All { get; } = [new CodexAdapter(), new ClaudeAdapter(), new CursorAdapter(), new HermesAdapter()];

    /// <summary>The adapter of an agent; null for one this version does not know.</summary>
    public static IAgentAdapter? Find(string? agent) => All.FirstOrDefault(a => a.Agent == agent);
}
