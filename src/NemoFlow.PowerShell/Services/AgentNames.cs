// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Agents;
using NemoFlow.Agents.Install;

namespace NemoFlow.PowerShell.Services;

/// <summary>The names by which users call agents.</summary>
internal static class AgentNames
{
    /// <summary>The agents whose hooks this version reads.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. AgentAdapters.All.Select(a => a.Agent)];

    /// <summary>The agents that hooks can be installed into.</summary>
    public static IReadOnlyList<string> Installable { get; } = [.. HookInstallers.All.Select(i => i.Agent)];

    /// <summary>The agent's kind for a name in any case, or for the name of its executable; null where this version does not know it.</summary>
    public static string? Find(string name)
    {
        string kind = name.ToLowerInvariant();
        return Known.Contains(kind) ? kind : AgentLaunchers.Find(kind)?.Agent;
    }

    /// <summary>The agents, of those that hooks can be installed into, that a name or a pattern means.</summary>
    public static List<string> InstallableLike(string wanted)
    {
        WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
        return [.. Installable.Where(agent => pattern.IsMatch(agent) || agent == Find(wanted))];
    }
}
