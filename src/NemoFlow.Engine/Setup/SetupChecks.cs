// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;
using NemoFlow.Rendering;

namespace NemoFlow.Engine.Setup;

/// <summary>Says what the facts mean, each with its remedy. Pure: the same facts give the same verdicts.</summary>
public static partial class SetupChecks
{
    private const long LittleDisk = 200L << 20;

    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <summary>All checks, in the order in which a person would mend things.</summary>
    public static IReadOnlyList<SetupCheck> Judge(SetupFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        bool installed = facts.Agents.Any(a => a.Hooks.Count > 0);
        return
        [
            Found(facts),
            .. facts.Agents.SelectMany(a => JudgeAgent(a, facts)),
            HookClient(facts),
            Program(facts),
            Gateway(facts, installed),
            GatewayVersion(facts),
            NamedGateway(facts),
            Configuration(facts),
            .. facts.Exporters.Select(e => Exporter(e, facts.Now)),
            StateFolder(facts.State),
            Privacy(facts.State),
            Disk(facts.State),
            Spool(facts),
            Clock(facts),
            Proxy(facts),
            Log(facts),
        ];
    }

    private static SetupCheck Passed(string name, string message, string? agent = null) => new() { Name = name, Agent = agent, Status = SetupStatus.Passed, Message = message };

    private static SetupCheck Skipped(string name, string message, string? agent = null, string? remedy = null) =>
        new() { Name = name, Agent = agent, Status = SetupStatus.Skipped, Message = message, Remedy = remedy };

    private static SetupCheck Failed(string name, string message, string remedy, string? agent = null) =>
        new() { Name = name, Agent = agent, Status = SetupStatus.Failed, Message = message, Remedy = remedy };

    private static SetupCheck Found(SetupFacts facts)
    {
        List<string> found = [.. facts.Agents.Where(a => a.Executable is not null).Select(a => a.Agent)];
        return found.Count > 0 || facts.Agents.Any(a => a.Hooks.Count > 0)
            ? Passed("agents.found", "found: " + (found.Count > 0 ? string.Join(", ", found) : "only hooks that were installed"))
            : Failed("agents.found", "no agent was found on this machine", "install one, for example: npm install -g @openai/codex; or try without one: nemo-flow demo");
    }

    private static SetupCheck HookClient(SetupFacts facts)
    {
        if (InstalledAgent(facts) is not { } agent)
        {
            return Skipped("hooks.client", "no hooks are installed, so no hook client is needed");
        }

        return !facts.State.HookClientWorks
            ? Failed("hooks.client", $"the program that installed hooks run is missing or cannot be run: {facts.State.HookClient}", $"install again: nemo-flow install {agent}")
            : facts.State.HookClientIsOther
                ? Failed("hooks.client", $"the program that installed hooks run is not that of version {facts.Version}: {facts.State.HookClient}", $"bring it up to date: nemo-flow install {agent}")
                : Passed("hooks.client", facts.State.HookClient);
    }

    private static SetupCheck Program(SetupFacts facts)
    {
        if (InstalledAgent(facts) is not { } agent)
        {
            return Skipped("gateway.program", "no hooks are installed, so no gateway has to be started");
        }

        StateFacts state = facts.State;
        return state.Program is not null && state.ProgramExists
            ? Passed("gateway.program", "hooks start " + state.Program)
            : Failed("gateway.program", state.Program is null ? "hooks do not know which program to start as a gateway" : $"the program that hooks start as a gateway is gone: {state.Program}",
                $"install again with the nemo-flow of today: nemo-flow install {agent}");
    }

    /// <summary>An agent with hooks, so that a remedy can be typed as it stands.</summary>
    private static string? InstalledAgent(SetupFacts facts) => facts.Agents.FirstOrDefault(a => a.Hooks.Count > 0)?.Agent;

    private static SetupCheck Gateway(SetupFacts facts, bool installed)
    {
        GatewayFacts gateway = facts.Gateway;
        if (gateway.Registered)
        {
            return !gateway.Answers
                ? Failed("gateway", $"the gateway at {gateway.Url} runs but does not answer", "nemo-flow gateway stop, and if that does not help, end its process (nemo-flow gateway status names it)")
                : gateway.EventsLost > 0
                    ? Failed("gateway", $"the gateway lost {gateway.EventsLost} events: {gateway.LastProblem}", "free disk space, or check the permissions of the state folder")
                    : Passed("gateway", $"runs at {gateway.Url}");
        }

        if (gateway.PortTaken)
        {
            return Failed("gateway", $"another program listens at {gateway.Url}, where the gateway would", "choose another port: bind = \"127.0.0.1:4041\" under [gateway] in NemoFlow's config.toml, then install again");
        }

        if (gateway.FailedStart is { } failed)
        {
            return Failed("gateway", $"a hook could not start the gateway ({Ago(facts.Now - failed)} ago)", $"see why: nemo-flow gateway start; the log is {facts.State.LogPath}");
        }

        return Skipped("gateway", installed ? "not running; the next hook starts it" : "not running, and nothing needs it");
    }

    private static SetupCheck GatewayVersion(SetupFacts facts)
    {
        GatewayFacts gateway = facts.Gateway;
        if (!gateway.Registered || !gateway.Answers)
        {
            return Skipped("gateway.current", "no gateway is running");
        }

        return gateway.Version != facts.Version
            ? Failed("gateway.current", $"the gateway that runs is version {gateway.Version}, this is {facts.Version}", "nemo-flow gateway stop; the next hook starts the new one")
            : gateway.SettingsMatch
                ? Passed("gateway.current", $"version {gateway.Version}, with the settings of today")
                : Failed("gateway.current", "the configuration is another than when the gateway was started", "nemo-flow gateway stop; the next hook starts it with the new one");
    }

    private static SetupCheck NamedGateway(SetupFacts facts) => facts.NamedGateway is not { } url
        ? Skipped("gateway.named", "NEMO_FLOW_GATEWAY_URL is not set")
        : facts.NamedGatewayAnswers
            ? Passed("gateway.named", $"NEMO_FLOW_GATEWAY_URL names {url}, and a gateway answers")
            : Failed("gateway.named", $"NEMO_FLOW_GATEWAY_URL sends hooks to {url}, where no gateway answers", "unset the variable, or start that gateway: nemo-flow --bind " + Authority(url));

    private static SetupCheck Configuration(SetupFacts facts)
    {
        if (facts.ConfigurationProblem is { } problem)
        {
            return Failed("configuration", problem, "mend the file at that place; docs/configuration.md lists what is allowed");
        }

        if (facts.ConfigurationWarnings.Count > 0)
        {
            return Failed("configuration", facts.ConfigurationWarnings[0], facts.ConfigurationWarnings[0].Contains("is ignored", StringComparison.Ordinal) ? "take it out, or put it into the user's file" : "correct it at that place, or take it out; in effect is what this shows: nemo-flow config");
        }

        return facts.ConfigurationFiles.Count == 0
            ? Skipped("configuration", "no files: everything has its default")
            : Passed("configuration", string.Join(", ", facts.ConfigurationFiles));
    }

    private static string Authority(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) ? parsed.Authority : new Uri(GatewayWire.DefaultUrl).Authority;

    private static string Ago(TimeSpan time) => SessionLine.Roughly(time);
}
