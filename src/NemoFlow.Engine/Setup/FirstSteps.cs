// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Sessions;

namespace NemoFlow.Engine.Setup;

/// <summary>Where a user stands, and the command to type next. Looks at files only, so that it answers at once.</summary>
/// <param name="Agents">The agents found.</param>
/// <param name="Installed">Those of them that hooks are installed into.</param>
/// <param name="Sessions">How many sessions are recorded.</param>
public sealed record FirstSteps(IReadOnlyList<string> Agents, IReadOnlyList<string> Installed, int Sessions)
{
    /// <summary>The next command, and why.</summary>
    public (string Command, string Why) Next => this switch
    {
        { Sessions: 0, Agents: [] } => ("nemo-flow demo", "see it work without an agent: no account, no network"),
        { Sessions: 0, Installed: [] } => ($"nemo-flow {Short(Agents[0])}", "run the agent and record the session; no file of yours is touched"),
        { Sessions: 0 } => ("nemo-flow doctor", "hooks are installed, but nothing is recorded yet: see whether something keeps them from firing"),
        { Installed: [], Agents: not [] } => ($"nemo-flow install {Agents[0]}", "record sessions that are started without the wrapper, too; taken out again with uninstall"),
        _ => ("nemo-flow sessions last", "look at the latest session"),
    };

    /// <summary>Looks.</summary>
    public static FirstSteps Read(InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AgentFinder finder = new(options.State, options.Environment, options.Time);
        List<string> agents = [];
        List<string> installed = [];
        foreach (IHookInstaller installer in HookInstallers.All)
        {
            if (finder.Find(installer.Agent, options.WorkingDirectory) is not null)
            {
                agents.Add(installer.Agent);
            }

            if (IsInstalled(installer, options))
            {
                installed.Add(installer.Agent);
            }
        }

        return new FirstSteps(agents, installed, new SessionStore(options.State).Ids().Count);
    }

    private static string Short(string agent) => agent == AgentKinds.ClaudeCode ? "claude" : agent;

    private static bool IsInstalled(IHookInstaller installer, InstallOptions options)
    {
        try
        {
            return HookInstallService.Request(installer, options, null, out InstallRequest? request) is null && installer.Find(request!).Count > 0;
        }
        catch (FileEditException)
        {
            return false;
        }
    }
}
