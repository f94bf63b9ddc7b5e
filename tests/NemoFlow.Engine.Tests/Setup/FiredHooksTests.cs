// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Setup;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Setup;

/// <summary>Sessions of the wrapper, of installed hooks, and of both: which of them show that installed hooks fire.</summary>
public sealed class FiredHooksTests : IDisposable
{
    private readonly TemporaryState _state = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Latest_SessionOfTheWrapperOnly_ShowsNothing()
    {
        await RecordAsync("wrapped", isRun: true, hooks: 3);

        Assert.Null(Latest());
    }

    [Fact]
    public async Task Latest_SessionOfTheWrapperAfterOneOfHooks_IsPassedOver()
    {
        await RecordAsync("own", isRun: false, hooks: 2);
        _time.Advance(TimeSpan.FromHours(1));
        await RecordAsync("wrapped", isRun: true, hooks: 3);

        Session latest = Latest()!;

        Assert.Equal(("own", 2), (latest.Id, latest.Counts.Hooks.Values.Sum()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Latest_SessionResumedInTheOtherWay_CountsWhatNoWrapperBrought(bool wrapperFirst)
    {
        await RecordAsync("both", isRun: wrapperFirst, hooks: wrapperFirst ? 5 : 2);
        _time.Advance(TimeSpan.FromHours(1));
        await RecordAsync("both", isRun: !wrapperFirst, hooks: wrapperFirst ? 2 : 5);

        Assert.Equal(2, Latest()!.Counts.Hooks.Values.Sum());
    }

    [Fact]
    public void Judge_OnlyTheWrapperRan_IsNoEvidenceForInstalledHooks()
    {
        SetupCheck check = Fired(new AgentFacts { Agent = AgentKinds.Codex, Hooks = [Hook], HasRuns = true });

        Assert.Equal(SetupStatus.Skipped, check.Status);
        Assert.Contains("wrapper", check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, SetupStatus.Failed)]
    [InlineData(1, SetupStatus.Skipped)]
    public async Task Judge_SessionWithoutHooks_CountsFromTheInstallationOn(int installedHoursLater, SetupStatus expected)
    {
        await RecordAsync("own", isRun: false, hooks: 1);
        Session without = Latest()! with { Counts = new SessionCounts { ModelRequests = 2 } };

        SetupCheck check = Fired(new AgentFacts { Agent = AgentKinds.Codex, Hooks = [Hook], LatestSession = without, HasRuns = true, InstalledAt = without.LastEventAt.AddHours(installedHoursLater) });

        Assert.Equal(expected, check.Status);
    }

    private static InstalledHook Hook => new("/h/hooks.json", "Stop", 0, 0, "x", true);

    private SetupCheck Fired(AgentFacts agent) => SetupChecks.Judge(new SetupFacts
    {
        Now = _time.GetUtcNow(),
        Version = "1",
        Agents = [agent],
        State = new StateFacts { Root = "/s" },
        Gateway = new GatewayFacts { Url = "http://127.0.0.1:4040" },
    }).Single(c => c.Name == "hooks.fired");

    private Session? Latest()
    {
        SessionStore store = new(_state.State);
        return FiredHooks.Latest(_state.State, store.Ids().Select(store.Find).OfType<Session>());
    }

    private async Task RecordAsync(string session, bool isRun, int hooks)
    {
        await using Recorder recorder = new(new RecorderOptions
        {
            State = _state.State,
            WorkingDirectory = _state.Work,
            Time = _time,
            Run = isRun ? new RunFacts("r", "codex", null, _state.Work) : null,
        });
        for (int i = 0; i < hooks; i++)
        {
            await TemporaryState.HookAsync(recorder, $$"""{"session_id":"{{session}}","hook_event_name":"UserPromptSubmit","turn_id":"t{{i}}","prompt":"hello"}""", _time.GetUtcNow());
        }
    }
}
