// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Engine.Hooks;
using NemoFlow.Engine.Projection;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Projection;

public sealed class ProjectionTests : IDisposable
{
    private readonly TemporaryState _state = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Refresh_LateEvent_FoldsTheSessionAnew()
    {
        await using Recorder recorder = _state.Record(_time, "atif");
        DateTimeOffset now = _time.GetUtcNow();
        using SessionProjection projection = new(_state.State.Sessions, "s", Recorder.Interpreters);
        await TemporaryState.HookAsync(recorder, Hook("Stop", ""","last_assistant_message":"done" """), now.AddSeconds(2));
        Assert.Empty(projection.Refresh()!.Turns);

        await TemporaryState.HookAsync(recorder, Hook("UserPromptSubmit", ""","prompt":"late" """), now);

        Turn turn = Assert.Single(projection.Refresh()!.Turns);
        Assert.Equal(("late", "done", CallStatus.Completed), (turn.Prompt, turn.Response, turn.Status));
        Assert.Equal([now, now.AddSeconds(2)], projection.Events.Select(e => e.Time));
    }

    [Fact]
    public async Task TurnEnd_Trajectory_IsCumulativeAndInPlaceWhenTheHookReturns()
    {
        await using Recorder recorder = _state.Record(_time);
        string path = Path.Combine(_state.Work, ".nemo-flow", "atif", "s.atif.json");
        for (int turn = 1; turn <= 3; turn++)
        {
            await TemporaryState.HookAsync(recorder, Hook("UserPromptSubmit", $",\"prompt\":\"p{turn}\"", "t" + turn), _time.GetUtcNow());
            HookOutcome outcome = await TemporaryState.HookAsync(recorder, Hook("Stop", $",\"last_assistant_message\":\"a{turn}\"", "t" + turn), _time.GetUtcNow().AddTicks(1));
            _time.Advance(TimeSpan.FromMilliseconds(10));

            Assert.True(outcome.Recorded);
            JsonElement document = JsonElement.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
            Assert.Equal(Enumerable.Range(1, turn).SelectMany(t => (string[])["p" + t, "a" + t]), document.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("message").GetString()));
        }

        Assert.All([".gitignore", ".ignore"], name => Assert.Equal("*\n", File.ReadAllText(Path.Combine(_state.Work, ".nemo-flow", name))));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task Recorded_ManyEventsOfASession_AreProjectedOnceAMomentLater()
    {
        int projected = 0;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Recorder recorder = _state.Record(_time, _state.Work);
        recorder.Projections.Projected += (_, _) =>
        {
            projected++;
            done.TrySetResult();
        };
        for (int i = 0; i < 20; i++)
        {
            await TemporaryState.HookAsync(recorder, Hook("UserPromptSubmit", $",\"prompt\":\"p{i}\""), _time.GetUtcNow());
        }

        // The reader tells of the last batch after its hook was answered: a barrier of the recorder's own comes behind it.
        await recorder.RecordAsync("other", "codex", EventKinds.Idle, default);
        Assert.Equal(0, projected);
        _time.Advance(TimeSpan.FromSeconds(1));
        await done.Task.WaitAsync(TestContext.Current.CancellationToken);
        await recorder.Projections.ProjectAsync("none");

        Assert.Equal(1, projected);
        Assert.Equal(0, recorder.Projections.Failures);
    }

    [Fact]
    public async Task ProjectAsync_FolderThatCannotBeWritten_IsCountedAndTheNextSucceeds()
    {
        string blocked = Path.Combine(_state.Work, "atif");
        await File.WriteAllTextAsync(blocked, "in the way", TestContext.Current.CancellationToken);
        await using Recorder recorder = _state.Record(_time, blocked);
        await TemporaryState.HookAsync(recorder, Hook("UserPromptSubmit", ""","prompt":"p" """), _time.GetUtcNow());

        await recorder.Projections.ProjectAsync("s");
        Assert.Equal(1, recorder.Projections.Failures);
        File.Delete(blocked);
        await recorder.Projections.ProjectAsync("s");

        Assert.True(File.Exists(Path.Combine(blocked, "s.atif.json")));
    }

    [Fact]
    public async Task DisposeAsync_OpenSessions_AreEndedAndProjected()
    {
        Recorder recorder = _state.Record(_time, _state.Work);
        await TemporaryState.HookAsync(recorder, Hook("UserPromptSubmit", ""","prompt":"p" """), _time.GetUtcNow());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await recorder.DisposeAsync();

        using SessionProjection projection = new(_state.State.Sessions, "s", Recorder.Interpreters);
        Assert.Equal((SessionState.Ended, "gateway_stop"), (projection.Refresh()!.State, projection.Refresh()!.EndReason));
        Assert.Contains("gateway_stop", await File.ReadAllTextAsync(Path.Combine(_state.Work, "s.atif.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_PayloadWithHalfACharacter_IsRecordedAndShown()
    {
        await using Recorder recorder = _state.Record(_time, _state.Work);

        HookOutcome outcome = await TemporaryState.HookAsync(recorder, Hook("UserPromptSubmit", ""","prompt":"half \ud83d" """), _time.GetUtcNow());
        await recorder.Projections.ProjectAsync("s");

        Assert.True(outcome.Recorded);
        Assert.Contains("half \uFFFD", await File.ReadAllTextAsync(Path.Combine(_state.Work, "s.atif.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Hook_NoObject_IsRefusedAndNotRecorded(string payload)
    {
        await using Recorder recorder = _state.Record(_time, _state.Work);

        HookOutcome outcome = await TemporaryState.HookAsync(recorder, payload, _time.GetUtcNow());

        Assert.NotNull(outcome.Problem);
        Assert.Equal((false, 1L), (outcome.Recorded, recorder.Hooks.Malformed));
    }

    [Fact]
    public async Task Drain_SpooledHooks_AreRecordedOnceAndGone()
    {
        string spool = Directory.CreateDirectory(_state.State.Spool).FullName;
        Spool(spool, 1, Hook("UserPromptSubmit", ""","prompt":"spooled" """));
        Spool(spool, 2, Hook("SessionEnd", "").Replace("\"s\"", "\"never seen\"", StringComparison.Ordinal));
        Spool(spool, 3, "not json");
        Spool(spool, 4, Hook("Stop", ""), "an agent of tomorrow");
        await using Recorder recorder = _state.Record(_time, _state.Work);
        await TemporaryState.HookAsync(recorder, Hook("SessionStart", ""), DateTimeOffset.FromUnixTimeMilliseconds(1700000000000));

        await SpoolDrain.RunAsync(recorder);
        Spool(spool, 1, Hook("UserPromptSubmit", ""","prompt":"spooled" """));
        await SpoolDrain.RunAsync(recorder);

        Assert.Equal(2, _state.Events("s").Count);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000001), _state.Events("s")[1].Time);
        Assert.EndsWith("4.hook", Assert.Single(Directory.EnumerateFiles(spool)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_DiskThatIsFull_LeavesTheSpool()
    {
        string spool = Directory.CreateDirectory(_state.State.Spool).FullName;
        Spool(spool, 1, Hook("UserPromptSubmit", ""","prompt":"spooled" """));
        Directory.CreateDirectory(_state.State.Sessions);
        await File.WriteAllTextAsync(Path.Combine(_state.State.Sessions, "s"), "in the way", TestContext.Current.CancellationToken);
        await using Recorder recorder = _state.Record(_time, _state.Work);

        Assert.Equal(0, await SpoolDrain.RunAsync(recorder));
        Assert.Single(Directory.EnumerateFiles(spool));
        File.Delete(Path.Combine(_state.State.Sessions, "s"));
        Assert.Equal(1, await SpoolDrain.RunAsync(recorder));
        Assert.Single(_state.Events("s"));
    }

    [Fact]
    public async Task Drain_EventThatCannotBeRead_IsSetAsideAndTheOthersAreRecorded()
    {
        string spool = Directory.CreateDirectory(_state.State.Spool).FullName;
        Spool(spool, 1, Hook("UserPromptSubmit", ""","prompt":"spooled" """), time: long.MaxValue);
        Spool(spool, 2, Hook("Stop", ""));
        await using Recorder recorder = _state.Record(_time, _state.Work);

        Assert.Equal(1, await SpoolDrain.RunAsync(recorder));

        Assert.Empty(Directory.EnumerateFiles(spool));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(spool, "bad")));
        Assert.Single(_state.Events("s"));
    }

    private static string Hook(string name, string more, string turn = "t1") => $$"""{"session_id":"s","turn_id":"{{turn}}","hook_event_name":"{{name}}"{{more}}}""";

    private static void Spool(string folder, int number, string payload, string agent = "codex", long? time = null)
    {
        string delivery = $"01990000-0000-7000-8000-00000000000{number}";
        string envelope = $$$"""{"v":1,"agent":"{{{agent}}}","delivery":"{{{delivery}}}","time_ms":{{{time ?? 1700000000000 + number}}},"headers":{}}""";
        File.WriteAllText(Path.Combine(folder, $"{1700000000000 + number}-{delivery}.hook"), envelope + "\n" + payload);
    }
}
