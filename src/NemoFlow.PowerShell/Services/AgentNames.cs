// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents;

namespace NemoFlow.PowerShell.Services;

/// <summary>The names by which users call agents.</summary>
internal static class AgentNames
{
    /// <summary>The agents of this version, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. AgentAdapters.All.Select(a => a.Agent)];

    /// <summary>The agent's kind for a name in any case, or for the name of its executable; null where this version does not know it.</summary>
    public static string? Find(string name)
    {
        string kind = name.ToLowerInvariant() switch
        {
            "claude" => AgentKinds.ClaudeCode,
            "cursor-agent" => AgentKinds.Cursor,
            string other => other,
        };
        return Known.Contains(kind) ? kind : null;
    }

    /// <summary>The executable that starts an agent.</summary>
    public static string Executable(string agent) => agent switch
    {
        AgentKinds.ClaudeCode => "claude",
        AgentKinds.Cursor => "cursor-agent",
        _ => agent,
    };
}
