// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Setup;

/// <content>What is about one agent.</content>
public static partial class SetupChecks
{
    private static IEnumerable<SetupCheck> JudgeAgent(AgentFacts agent, SetupFacts facts)
    {
        if (agent.Executable is null && agent.Hooks.Count == 0)
        {
            return [Skipped("agent", "not found", agent.Agent)];
        }

        return agent.Hooks.Count == 0
            ? [Executable(agent), Skipped("hooks.installed", "no hooks are installed: only runs through the wrapper are recorded", agent.Agent, $"nemo-flow install {agent.Agent}")]
            : [Executable(agent), Installed(agent, facts), .. Once(agent), .. Enabled(agent), Trusted(agent), Fired(agent), Routing(agent, facts)];
    }

    private static SetupCheck Executable(AgentFacts agent)
    {
        if (agent.Executable is null && agent.BrokenLink is { } link)
        {
            return Failed("agent", $"{link} is a link to a file that is gone", $"install the agent again, or take the hooks out: nemo-flow uninstall {agent.Agent}", agent.Agent);
        }

        if (agent.Executable is null)
        {
            return Failed("agent", "hooks are installed, but the agent was not found", $"install the agent, or take the hooks out: nemo-flow uninstall {agent.Agent}", agent.Agent);
        }

        if (agent.Version is { } version && agent.Minimum is { } minimum && version < minimum)
        {
            return Failed("agent", $"version {version} is too old: {minimum} or later is needed ({agent.Executable})", $"update the agent, for example: {AgentPrograms.Update(agent.Agent)}", agent.Agent);
        }

        string where = agent.Executable + (agent.OnPath ? "" : ", which is not on PATH");
        return agent.Version is null
            ? Failed("agent", $"{where} does not tell its version", $"see what it says: {agent.Executable} --version", agent.Agent)
            : Passed("agent", $"{agent.Version} at {where}", agent.Agent);
    }

    private static SetupCheck Installed(AgentFacts agent, SetupFacts facts)
    {
        if (agent.Version < agent.Minimum)
        {
            return Skipped("hooks.installed", "whether they are those of today is not known with so old an agent", agent.Agent);
        }

        if (agent.Problem is not null)
        {
            return Failed("hooks.installed", agent.Problem, "mend the file; nothing in it was changed", agent.Agent);
        }

        if (agent.Outdated.Count > 0 && facts.ConfigurationProblem is not null)
        {
            return Skipped("hooks.installed", "whether they are those of today is not known while the configuration cannot be used", agent.Agent);
        }

        int owned = agent.Hooks.Count(h => h.Owned);
        return agent.Outdated.Count > 0
            ? Failed("hooks.installed", $"{owned} hooks are installed, but not those of today: {string.Join(", ", agent.Outdated)} would change", $"bring them up to date: nemo-flow install {agent.Agent}", agent.Agent)
            : Passed("hooks.installed", agent.Hooks.All(h => h.IsNotice) ? $"notify in {agent.Hooks[0].Path}: turns only" : owned == agent.Hooks.Count ? $"{owned} hooks in {agent.Hooks[0].Path}" : $"{owned} hooks, and {agent.Hooks.Count - owned} put in by hand", agent.Agent);
    }

    private static IEnumerable<SetupCheck> Once(AgentFacts agent) => agent.ProjectHooks is { } file
        ? [Failed("hooks.once", $"hooks are installed for you and for this project too, so that each event is told twice: {file}", $"nemo-flow uninstall {agent.Agent} --scope project", agent.Agent)]
        : [];

    private static IEnumerable<SetupCheck> Enabled(AgentFacts agent)
    {
        if (agent.Setup is not { } setup)
        {
            return [];
        }

        return setup.Obstacles.Count == 0
            ? [Passed("hooks.enabled", "nothing keeps hooks from firing", agent.Agent)]
            : setup.Obstacles.Select(o => Failed("hooks.enabled", $"{o.What}: {o.Why}", o.Remedy, agent.Agent));
    }

    private static SetupCheck Trusted(AgentFacts agent)
    {
        if (agent.Approved is { } approved)
        {
            return approved >= agent.Hooks.Count
                ? Passed("hooks.trusted", $"all {approved} are approved", agent.Agent)
                : Failed("hooks.trusted", $"Hermes skips {agent.Hooks.Count - approved} of {agent.Hooks.Count} hooks: nobody approved them", "start hermes once in a terminal and approve them; see with: hermes hooks list", agent.Agent);
        }

        if (agent.Agent != AgentKinds.Codex)
        {
            return Skipped("hooks.trusted", "this agent runs hooks without a review", agent.Agent);
        }

        if (agent.Hooks.All(h => h.IsNotice))
        {
            return Skipped("hooks.trusted", "turns are told by Codex's notify, which needs no review", agent.Agent);
        }

        if (agent.States is not { } states)
        {
            return Skipped("hooks.trusted", "Codex could not be asked which hooks it trusts", agent.Agent);
        }

        List<CodexHookState> idle = [.. states.Where(s => s.Trust is not ("trusted" or "managed"))];
        if (states.Count == 0 && agent.Setup?.Obstacles.Count > 0)
        {
            return Skipped("hooks.trusted", "Codex tells of no hooks while they are kept from firing", agent.Agent);
        }

        if (states.Count == 0)
        {
            return Failed("hooks.trusted", "Codex does not see the hooks: it reads another folder, or the project is not trusted", "check CODEX_HOME, and for hooks of a project start codex there once and trust the folder", agent.Agent);
        }

        return idle.Count == 0
            ? Passed("hooks.trusted", $"all {states.Count} are trusted", agent.Agent)
            : Failed("hooks.trusted", $"Codex skips {idle.Count} of {states.Count} hooks: {string.Join(", ", idle.Select(s => s.Trust).Distinct())}",
                "start codex once and approve them, or: nemo-flow install codex --trust", agent.Agent);
    }

    private static SetupCheck Fired(AgentFacts agent)
    {
        if (agent.LatestSession is not { } session)
        {
            return agent.HasRuns
                ? Skipped("hooks.fired", $"all sessions so far were started by the wrapper, which brings hooks of its own: start {AgentPrograms.Command(agent.Agent)} itself once", agent.Agent)
                : Skipped("hooks.fired", "no session is recorded yet: run the agent once", agent.Agent);
        }

        int hooks = session.Counts.Hooks.Values.Sum();
        string when = session.LastEventAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        if (hooks == 0 && agent.InstalledAt > session.LastEventAt)
        {
            return Skipped("hooks.fired", $"no session since the hooks were installed: start {AgentPrograms.Command(agent.Agent)} once", agent.Agent);
        }

        return hooks > 0
            ? Passed("hooks.fired", $"{hooks} in the latest session that the wrapper did not start ({when})", agent.Agent)
            : Failed("hooks.fired", $"none in the latest session ({when}), which has model calls", "restart the agent: sessions that were open during the installation keep their old hooks; then check trust above", agent.Agent);
    }

    private static SetupCheck Routing(AgentFacts agent, SetupFacts facts)
    {
        if (agent.Setup is not { } setup)
        {
            return Skipped("routing", "the configuration could not be read", agent.Agent);
        }

        if (agent.Agent == AgentKinds.Cursor)
        {
            return Skipped("routing", "Cursor's model traffic goes through its own servers", agent.Agent);
        }

        if (agent.Agent == AgentKinds.Hermes)
        {
            return Skipped("routing", "model calls are recorded as Hermes's own hooks tell them", agent.Agent);
        }

        bool isLocal = Uri.TryCreate(setup.ModelUrl, UriKind.Absolute, out Uri? url) && url.IsLoopback;
        if (isLocal && setup.ModelUrl!.TrimEnd('/') == facts.Gateway.Url)
        {
            return Passed("routing", $"model traffic of '{setup.Provider}' goes through the gateway", agent.Agent);
        }

        bool isOurs = setup.Provider.StartsWith("nemo-flow", StringComparison.Ordinal);
        return isOurs
            ? Failed("routing", $"model traffic of '{setup.Provider}' goes to {setup.ModelUrl ?? "nowhere"}, but the gateway is at {facts.Gateway.Url}", $"nemo-flow install {agent.Agent} --provider alias", agent.Agent)
            : Skipped("routing", $"model traffic of '{setup.Provider}' does not pass the gateway: hooks only", agent.Agent, $"nemo-flow install {agent.Agent} --provider builtin");
    }
}
