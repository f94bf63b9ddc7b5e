// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Engine.Setup;

namespace NemoFlow.Engine.Tests.Setup;

/// <summary>Set-ups that are broken in one way each: the doctor names the check and the remedy, and finds nothing else.</summary>
public sealed class SetupChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly SetupFacts Healthy = new()
    {
        Now = Now,
        Version = "1.2.3",
        Agents =
        [
            new AgentFacts
            {
                Agent = AgentKinds.Codex,
                Executable = "/usr/bin/codex",
                OnPath = true,
                Version = new Version(0, 169),
                Minimum = new Version(0, 129),
                Hooks = [new InstalledHook("/h/hooks.json", "Stop", 0, 0, "x", true)],
                Setup = new AgentSetup([], "openai", "http://127.0.0.1:4040"),
                States = [new CodexHookState("k", "x", "h", "trusted")],
                LatestSession = Recorded(hooks: 3),
            },
        ],
        State = new StateFacts { Root = "/s", FreeBytes = 1L << 40, HookClient = "/s/bin/nemo-flow-hook", Program = "/p/nemo-flow", LogPath = "/s/logs/nemo-flow.log", LatestJournal = Now },
        Gateway = new GatewayFacts { Url = "http://127.0.0.1:4040", Registered = true, Answers = true, Version = "1.2.3" },
        ConfigurationFiles = ["/c/config.toml"],
        Exporters = [new ExporterFacts("openinference", "http://127.0.0.1:6006", "PHOENIX_KEY", null)],
    };

    private static readonly Dictionary<string, (Func<SetupFacts, SetupFacts> Break, string Check, string Remedy)> Broken = new(StringComparer.Ordinal)
    {
        ["no agent on the machine"] = (f => f with { Agents = [] }, "agents.found", "npm install -g"),
        ["hooks of an agent that is gone"] = (f => Agent(f, a => a with { Executable = null }), "agent", "nemo-flow uninstall codex"),
        ["agent too old"] = (f => Agent(f, a => a with { Version = new Version(0, 100) }), "agent", "update the agent"),
        ["agent that does not start"] = (f => Agent(f, a => a with { Version = null }), "agent", "/usr/bin/codex --version"),
        ["hooks file malformed"] = (f => Agent(f, a => a with { Problem = "invalid JSON: hooks.json:1:2" }), "hooks.installed", "mend the file"),
        ["hooks of an older installation"] = (f => Agent(f, a => a with { Outdated = ["/h/hooks.json"] }), "hooks.installed", "nemo-flow install codex"),
        ["hooks switched off"] = (f => Agent(f, a => a with { Setup = a.Setup! with { Obstacles = [new Finding("hooks_off", "off", "features.hooks", "switch them on")] } }), "hooks.enabled", "switch them on"),
        ["hooks not trusted"] = (f => Agent(f, a => a with { States = [new CodexHookState("k", "x", "h", "untrusted")] }), "hooks.trusted", "nemo-flow install codex --trust"),
        ["hooks changed since they were trusted"] = (f => Agent(f, a => a with { States = [new CodexHookState("k", "x", "h", "modified")] }), "hooks.trusted", "nemo-flow install codex --trust"),
        ["hooks that the agent does not see"] = (f => Agent(f, a => a with { States = [] }), "hooks.trusted", "check CODEX_HOME"),
        ["hooks that did not fire"] = (f => Agent(f, a => a with { LatestSession = Recorded(hooks: 0) }), "hooks.fired", "restart the agent"),
        ["alias that points elsewhere"] = (f => Agent(f, a => a with { Setup = new AgentSetup([], "nemo-flow-openai", "http://127.0.0.1:9") }), "routing", "--provider alias"),
        ["hook client removed"] = (f => f with { State = f.State with { HookClientWorks = false } }, "hooks.client", "nemo-flow install"),
        ["hook client of another version"] = (f => f with { State = f.State with { HookClientIsOther = true } }, "hooks.client", "nemo-flow install codex"),
        ["hooks for the user and for the project"] = (f => Agent(f, a => a with { ProjectHooks = "/w/.codex/hooks.json" }), "hooks.once", "nemo-flow uninstall codex --scope project"),
        ["agent behind a link that leads nowhere"] = (f => Agent(f, a => a with { Executable = null, BrokenLink = "/usr/bin/codex" }), "agent", "install the agent again"),
        ["key that nobody knows"] = (f => f with { ConfigurationWarnings = ["plugins.toml:1:1: x is no known key"] }, "configuration", "nemo-flow config"),
        ["configuration malformed, and hooks by it"] = (f => Agent(f, a => a with { Outdated = ["/h/hooks.json"] }) with { ConfigurationProblem = "config.toml:1:1: Expected" }, "configuration", "mend the file"),
        ["exporter at a wrong path"] = (f => f with { Exporters = [new ExporterFacts("opentelemetry", "http://127.0.0.1:4318", null, "it answered 404") { Remedy = "set endpoint" }] }, "exporter.opentelemetry", "set endpoint"),
        ["program moved away"] = (f => f with { State = f.State with { ProgramExists = false } }, "gateway.program", "nemo-flow install"),
        ["program not known"] = (f => f with { State = f.State with { Program = null } }, "gateway.program", "nemo-flow install"),
        ["gateway that does not answer"] = (f => f with { Gateway = f.Gateway with { Answers = false } }, "gateway", "nemo-flow gateway stop"),
        ["gateway that loses events"] = (f => f with { Gateway = f.Gateway with { EventsLost = 2, LastProblem = "disk full" } }, "gateway", "free disk space"),
        ["port taken by another program"] = (f => f with { Gateway = f.Gateway with { Registered = false, PortTaken = true } }, "gateway", "[gateway]"),
        ["gateway that did not start"] = (f => f with { Gateway = f.Gateway with { Registered = false, FailedStart = Now.AddMinutes(-3) } }, "gateway", "nemo-flow gateway start"),
        ["gateway of an older version"] = (f => f with { Gateway = f.Gateway with { Version = "1.0.0" } }, "gateway.current", "nemo-flow gateway stop"),
        ["gateway with older settings"] = (f => f with { Gateway = f.Gateway with { SettingsMatch = false } }, "gateway.current", "nemo-flow gateway stop"),
        ["environment names a dead gateway"] = (f => f with { NamedGateway = "http://127.0.0.1:9" }, "gateway.named", "nemo-flow --bind 127.0.0.1:9"),
        ["configuration malformed"] = (f => f with { ConfigurationProblem = "config.toml:1:1: Expected" }, "configuration", "mend the file"),
        ["project sets what it may not"] = (f => f with { ConfigurationWarnings = ["upstream is ignored: a project's file may not set it"] }, "configuration", "user's file"),
        ["exporter out of reach"] = (f => f with { Exporters = [new ExporterFacts("opentelemetry", "http://127.0.0.1:4318", null, "connection refused")] }, "exporter.opentelemetry", "plugins.toml"),
        ["exporter without its credential"] = (f => f with { Exporters = [new ExporterFacts("weave", "https://trace.wandb.ai", "WANDB_API_KEY", "not set: WANDB_API_KEY")] }, "exporter.weave", "set the variable"),
        ["exporter that refuses"] = (f => f with { Exporters = [new ExporterFacts("atof.stream", "http://127.0.0.1:9000", null, null) { LastProblem = "HTTP 401" }] }, "exporter.atof.stream", "mend what it says"),
        ["exporter that nobody feeds"] = (f => f with { Exporters = [new ExporterFacts("atif.s3", "s3://b", null, null) { WaitingSessions = 2, WaitingSince = Now.AddHours(-5) }] }, "exporter.atif.s3", "nemo-flow gateway start"),
        ["hooks of Hermes not approved"] = (f => Agent(f, a => a with { Agent = AgentKinds.Hermes, Approved = 0, States = null }), "hooks.trusted", "hermes hooks list"),
        ["state folder read-only"] = (f => f with { State = f.State with { WriteProblem = "denied" } }, "state", "NEMO_FLOW_STATE_DIR"),
        ["state folder open to others"] = (f => f with { State = f.State with { OpenToOthers = "/s/sessions" } }, "state.private", "chmod -R go-rwx /s/sessions"),
        ["disk full"] = (f => f with { State = f.State with { FreeBytes = 1 << 20 } }, "disk", "keep_days"),
        ["spool that nobody drains"] = (f => f with { State = f.State with { Spooled = 4, OldestSpooled = Now.AddHours(-3) } }, "spool", "nemo-flow gateway start"),
        ["spool with other files"] = (f => f with { State = f.State with { BadSpooled = 1 } }, "spool", "bad"),
        ["clock set back"] = (f => f with { Now = Now.AddDays(-2) }, "clock", "set the clock"),
        ["proxy without exceptions"] = (f => f with { ProxyVariable = "HTTP_PROXY" }, "proxy", "NO_PROXY=127.0.0.1"),
        ["error in the log"] = (f => f with { State = f.State with { LastError = "boom", LastErrorAt = Now.AddMinutes(-5) } }, "log", "/s/logs/nemo-flow.log"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_BrokenSetup_NamesTheOneThingAndItsRemedy(string name)
    {
        (Func<SetupFacts, SetupFacts> breaking, string check, string remedy) = Broken[name];

        IReadOnlyList<SetupCheck> checks = SetupChecks.Judge(breaking(Healthy));

        SetupCheck failed = Assert.Single(checks, c => c.Status == SetupStatus.Failed);
        Assert.Equal(check, failed.Name);
        Assert.Contains(remedy, failed.Remedy, StringComparison.Ordinal);
        Assert.NotEmpty(failed.Message);
    }

    [Fact]
    public void Judge_HealthySetup_FindsNothing()
    {
        IReadOnlyList<SetupCheck> checks = SetupChecks.Judge(Healthy);

        Assert.DoesNotContain(checks, c => c.Status == SetupStatus.Failed);
        Assert.Contains(checks, c => c is { Name: "routing", Status: SetupStatus.Passed });
        Assert.Equal(checks.Count, checks.Select(c => (c.Agent, c.Name)).Distinct().Count());
    }

    [Fact]
    public void Judge_NothingInstalled_IsNoFailure()
    {
        SetupFacts facts = Agent(Healthy, a => a with { Hooks = [], States = null }) with
        {
            Gateway = Healthy.Gateway with { Registered = false, Answers = false },
            State = Healthy.State with { HookClientWorks = false, Program = null },
        };

        IReadOnlyList<SetupCheck> checks = SetupChecks.Judge(facts);

        Assert.DoesNotContain(checks, c => c.Status == SetupStatus.Failed);
        Assert.Equal("nemo-flow install codex", checks.Single(c => c.Name == "hooks.installed").Remedy);
    }

    private static SetupFacts Agent(SetupFacts facts, Func<AgentFacts, AgentFacts> change) => facts with { Agents = [change(facts.Agents[0])] };

    private static Session Recorded(int hooks) => new()
    {
        Id = "s",
        Agent = AgentKinds.Codex,
        State = SessionState.Ended,
        StartedAt = Now,
        LastEventAt = Now,
        Counts = new SessionCounts { Hooks = hooks == 0 ? new Dictionary<string, int>() : new Dictionary<string, int> { ["Stop"] = hooks } },
    };
}
