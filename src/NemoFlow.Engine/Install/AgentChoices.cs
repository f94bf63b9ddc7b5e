// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Install;

/// <summary>Choices of an installation that mean something for some agents only: whoever makes one for another has taken one agent for another.</summary>
public static class AgentChoices
{
    /// <summary>The first choice that the agent does not know, and the agents that do; null where it knows them all.</summary>
    public static AgentChoice? Unknown(InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Unknown(options.Agent, "--notify", options.Notify == true, static i => i.HasNotice)
            ?? Unknown(options.Agent, "--command-hooks", options.CommandsOnly, static i => i.CanPostHooks);
    }

    private static AgentChoice? Unknown(string agent, string option, bool isMade, Func<IHookInstaller, bool> knows) =>
        isMade && HookInstallers.Find(agent) is { } installer && !knows(installer)
            ? new AgentChoice(option, agent, [.. HookInstallers.All.Where(knows).Select(i => i.Agent)])
            : null;
}
