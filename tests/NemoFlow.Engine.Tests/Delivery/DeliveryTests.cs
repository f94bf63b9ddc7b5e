// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.Engine.Hooks;
using NemoFlow.Engine.Projection;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Spans;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Engine.Tests.Delivery;

public sealed class DeliveryTests : IDisposable
{
    private readonly TemporaryState _state = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Turn_Closed_IsInTheBackendWithinASecond()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using Recorder recorder = Record(TimeProvider.System, backend.Traces);
        await TurnAsync(recorder, "s", "t0", 2);
        await backend.WaitForSpansAsync(3, Cancellation);

        long started = Stopwatch.GetTimestamp();
        await TurnAsync(recorder, "s", "t1", 2);
        await backend.WaitForSpansAsync(6, Cancellation);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(backend.Violations);
        Assert.Equal(Expected("s"), Ids(backend.Spans));
        DeliveryStatus status = Assert.Single(recorder.Deliveries.Statuses);
        Assert.Equal((0, false, backend.Traces.OriginalString), (status.FailuresInARow, status.IsFailing, status.Address));
    }

    [Fact]
    public async Task Backend_DownForAnHourAndGatewayGone_GetsEverySpanOnceFromTheNextGateway()
    {
        ManualTime time = new();
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(503);
        await using (Recorder first = Record(time, backend.Traces))
        {
            for (int turn = 0; turn < 30; turn++)
            {
                await TurnAsync(first, "s" + (turn % 3), "t" + turn, 3);
                time.Advance(TimeSpan.FromMinutes(2));
            }

            // The answers come from another thread, and each is judged a moment after the backend has given it.
            await backend.WaitForCallsAsync(1, Cancellation);
            DeliveryStatus status = Assert.Single(first.Deliveries.Statuses);
            while (!status.IsFailing)
            {
                Cancellation.ThrowIfCancellationRequested();
                await Task.Yield();
                status = Assert.Single(first.Deliveries.Statuses);
            }

            // Of the three sessions at most one is on its way to the backend at this moment.
            Assert.InRange(status.WaitingSessions, 2, 3);
            Assert.InRange(status.Lag, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(60));
            Assert.Contains("503", status.LastProblem, StringComparison.Ordinal);
        }

        Assert.Empty(backend.Spans);
        backend.Reply = _ => Answer.Ok;
        await using (Recorder second = Record(time, backend.Traces))
        {
            await backend.WaitForSpansAsync(120, Cancellation);
        }

        Assert.Equal(Expected("s0", "s1", "s2"), Ids(backend.Spans));
        await using (Recorder third = Record(time, backend.Traces))
        {
            await TurnAsync(third, "s9", "t", 0);
            await backend.WaitForSpansAsync(121, Cancellation);
        }

        Assert.Equal(121, backend.Spans.Count);
    }

    [Fact]
    public async Task Backend_ThatComesBack_IsTriedAgainWithoutAnythingNewHappening()
    {
        ManualTime time = new();
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(503, "30");
        await using Recorder recorder = Record(time, backend.Traces);
        await TurnAsync(recorder, "s", "t", 1);
        await backend.WaitForCallsAsync(1, Cancellation);
        backend.Reply = _ => Answer.Ok;

        // The wait begins once the answer is judged: the clock is moved until somebody has noticed.
        while (backend.Spans.Count == 0)
        {
            Cancellation.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await backend.WaitForSpansAsync(2, Cancellation);
        Assert.Equal(Expected("s"), Ids(backend.Spans));
    }

    [Fact]
    public async Task Kill_BetweenAnswerAndAccount_RepeatsThatRequestWithTheSameIds()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using (Recorder first = Record(TimeProvider.System, backend.Traces))
        {
            await TurnAsync(first, "s", "t1", 2);
            await backend.WaitForSpansAsync(3, Cancellation);
            await TurnAsync(first, "s", "t2", 2);
            await backend.WaitForSpansAsync(6, Cancellation);
        }

        string ledger = Assert.Single(Directory.EnumerateFiles(Path.Combine(_state.State.Sessions, "s", "delivery")));
        List<string> lines = [.. await File.ReadAllLinesAsync(ledger, Cancellation)];
        int last = lines.FindLastIndex(l => l.Contains("arrived", StringComparison.Ordinal));
        int unaccounted = lines[last].Split("\",\"").Length - (lines[last].Contains("\"t\"", StringComparison.Ordinal) ? 1 : 0);
        await File.WriteAllLinesAsync(ledger, lines.Take(last), Cancellation);
        int before = backend.Spans.Count;

        await using Recorder second = Record(TimeProvider.System, backend.Traces);
        await backend.WaitForSpansAsync(before + 1, Cancellation);

        Assert.Equal(Expected("s"), Ids(backend.Spans.DistinctBy(s => s.SpanId)));
        Assert.InRange(backend.Spans.Count - before, 1, Math.Max(1, unaccounted));
    }

    [Fact]
    public async Task Gateways_SideBySide_DeliverEverySpanOnce()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using (Recorder one = Record(TimeProvider.System, backend.Traces))
        await using (Recorder other = Record(TimeProvider.System, backend.Traces))
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TurnAsync(i % 2 == 0 ? one : other, "s" + (i % 4), $"t{i}", 3)));
        }

        await using (Recorder last = Record(TimeProvider.System, backend.Traces))
        {
            await backend.WaitForSpansAsync(80, Cancellation);
        }

        Assert.Equal(Expected("s0", "s1", "s2", "s3"), Ids(backend.Spans));
    }

    [Fact]
    public async Task Backend_RefusesOneSpan_GetsAllOthers()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = r => r.Spans.Any(s => s.Name == "poison") ? new Answer(400) : Answer.Ok;
        await using Recorder recorder = Record(TimeProvider.System, backend.Traces);
        await TurnAsync(recorder, "s", "t", 7, toolNamed: n => n == 3 ? "poison" : "Bash");
        await backend.WaitForSpansAsync(7, Cancellation);
        await recorder.Deliveries.StopAsync(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(backend.Spans, s => s.Name == "poison");
        Assert.Equal(7, backend.Spans.Count);
        DeliveryStatus status = Assert.Single(recorder.Deliveries.Statuses);
        Assert.Equal((7L, 1L, 0), (status.Delivered, status.Rejected, status.WaitingSessions));
    }

    [Fact]
    public async Task Backend_ThatHangs_SlowsNeitherHooksNorTheEnd()
    {
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Recorder recorder = Record(TimeProvider.System, new Uri($"http://{silent.LocalEndpoint}/v1/traces"));
        await TurnAsync(recorder, "warm", "up", 1);

        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20; i++)
        {
            await TurnAsync(recorder, "s", "t" + i, 5);
        }

        TimeSpan hooks = Stopwatch.GetElapsedTime(started);
        await recorder.DisposeAsync();

        Assert.InRange(hooks, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(Stopwatch.GetElapsedTime(started) - hooks, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Backend_ThatHangs_LagsBehindAlsoWhileItIsAsked()
    {
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        ManualTime time = new();
        await using Recorder recorder = Record(time, new Uri($"http://{silent.LocalEndpoint}/v1/traces"));
        await TurnAsync(recorder, "s", "t", 1);
        using System.Net.Sockets.Socket asked = await silent.AcceptSocketAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(2));

        DeliveryStatus status = Assert.Single(recorder.Deliveries.Statuses);

        Assert.Equal((1, TimeSpan.FromSeconds(2), 0, false), (status.WaitingSessions, status.Lag, status.FailuresInARow, status.IsFailing));
        await recorder.Deliveries.StopAsync(TimeSpan.Zero);
        Assert.Equal(1, Assert.Single(recorder.Deliveries.Statuses).WaitingSessions);
    }

    [Theory]
    [InlineData(400, 0, 2, "answered 400")]
    [InlineData(401, 1, 0, "check the credentials in the exporter's headers")]
    [InlineData(404, 1, 0, "check the exporter's endpoint")]
    [InlineData(429, 1, 0, "answered 429")]
    [InlineData(503, 1, 0, "answered 503")]
    public async Task Backend_ThatRefuses_IsToldWithProblemTimeAndNextTry(int code, int waiting, int rejected, string problem)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(code);
        await using Recorder recorder = Record(TimeProvider.System, backend.Traces);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        await TurnAsync(recorder, "s", "t", 1);

        DeliveryStatus status = Assert.Single(recorder.Deliveries.Statuses);
        await Until(() => (status = Assert.Single(recorder.Deliveries.Statuses)) is { } s && (waiting == 1 ? s.NextTryAt is not null : s.Rejected == rejected && s.WaitingSessions == 0));

        Assert.Equal((waiting, rejected, waiting == 1), (status.WaitingSessions, (int)status.Rejected, status.IsFailing));
        Assert.Contains(problem, status.LastProblem, StringComparison.Ordinal);
        Assert.InRange(status.LastProblemAt!.Value, before, TimeProvider.System.GetUtcNow());
        Assert.Equal(waiting == 1, status.NextTryAt > before);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("86400", 60)]
    public async Task Backend_ThatAsksToBeLeftAlone_IsLeftAloneAsLongAtLeast(string asked, int seconds)
    {
        ManualTime time = new();
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(429, asked);
        await using Recorder recorder = Record(time, backend.Traces);
        await TurnAsync(recorder, "s", "t", 1);

        DeliveryStatus status = Assert.Single(recorder.Deliveries.Statuses);
        await Until(() => (status = Assert.Single(recorder.Deliveries.Statuses)).NextTryAt is not null);

        Assert.InRange((status.NextTryAt - status.LastProblemAt)!.Value, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds * 1.1));
    }

    [Fact]
    public async Task Backend_IsBack_HasNothingWaitingAndNoNextTry()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        int asked = 0;
        backend.Reply = _ => Interlocked.Increment(ref asked) == 1 ? new Answer(503) : Answer.Ok;
        await using Recorder recorder = Record(TimeProvider.System, backend.Traces);
        await TurnAsync(recorder, "s", "t", 1);
        await backend.WaitForSpansAsync(2, Cancellation);

        DeliveryStatus Status() => Assert.Single(recorder.Deliveries.Statuses);
        await Until(() => Status() is { WaitingSessions: 0, Delivered: 2 });

        Assert.Equal((false, 1L, 0, TimeSpan.Zero, null), (Status().IsFailing, Status().Failures, Status().FailuresInARow, Status().Lag, Status().NextTryAt));
    }

    [Fact]
    public async Task Exporter_SetUpLater_GetsNoSessionFromBefore()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using (Recorder before = _state.Record(TimeProvider.System, _state.Work))
        {
            await TurnAsync(before, "old", "t", 1);
        }

        foreach (string file in Directory.EnumerateFiles(_state.State.Sessions, "*.jsonl", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        await using (Recorder after = Record(TimeProvider.System, backend.Traces))
        {
            await TurnAsync(after, "new", "t", 1);
        }

        Assert.Equal(Expected("new"), Ids(backend.Spans));
    }

    [Fact]
    public async Task Turn_CutOffByTheEndOfTheGateway_IsDeliveredByIt()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using (Recorder recorder = Record(TimeProvider.System, backend.Traces))
        {
            await HookAsync(recorder, "s", "t", "UserPromptSubmit", ""","prompt":"p" """);
            await HookAsync(recorder, "s", "t", "PreToolUse", ToolFields("a"));
        }

        Assert.Equal(Expected("s"), Ids(backend.Spans));
        Assert.All(backend.Spans, s => Assert.Equal((2, "Abandoned"), (s.Status.Code, s.Status.Message)));
    }

    [Fact]
    public async Task Trajectory_ThatCannotBeWritten_DoesNotHoldUpDelivery()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        string blocked = Path.Combine(_state.Work, "blocked");
        await File.WriteAllTextAsync(blocked, "in the way", Cancellation);
        await using Recorder recorder = Record(TimeProvider.System, backend.Traces, blocked);
        await TurnAsync(recorder, "s", "t", 1);

        await backend.WaitForSpansAsync(2, Cancellation);
        Assert.True(recorder.Projections.Failures > 0);
    }

    private Recorder Record(TimeProvider time, Uri endpoint, string? atif = null) => new(new RecorderOptions
    {
        State = _state.State,
        WorkingDirectory = _state.Work,
        AtifFolder = atif ?? _state.Work,
        Time = time,
        Exporters = new ExporterSet { Otlp = [new OtlpOptions { Endpoint = endpoint, Vocabulary = SpanVocabulary.OpenInference, Timeout = Patience(time) }] },
    });

    /// <summary>A clock that is moved by hand must not end a request that is on its way: only the backend decides what becomes of it.</summary>
    private static TimeSpan Patience(TimeProvider time) => time is ManualTime ? TimeSpan.FromDays(20) : TimeSpan.FromSeconds(20);

    /// <summary>All closed spans of sessions as their journals tell them.</summary>
    private List<string> Expected(params string[] sessions) => [.. sessions.SelectMany(id =>
    {
        using SessionProjection projection = new(_state.State.Sessions, id, Recorder.Interpreters);
        return SpanTree.Of(projection.Refresh()!).Where(n => n.SettledAt is not null).Select(n => n.SpanId.ToString("x16", null));
    }).Order()];

    private static List<string> Ids(IEnumerable<Span> spans) => [.. spans.Select(s => Convert.ToHexStringLower(s.SpanId.Span)).Order()];

    private static async Task Until(Func<bool> isSo)
    {
        while (!isSo())
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task TurnAsync(Recorder recorder, string session, string turn, int tools, Func<int, string>? toolNamed = null)
    {
        await HookAsync(recorder, session, turn, "UserPromptSubmit", ""","prompt":"p" """);
        for (int i = 0; i < tools; i++)
        {
            string fields = ToolFields($"{turn}-{i}", toolNamed?.Invoke(i) ?? "Bash");
            await HookAsync(recorder, session, turn, "PreToolUse", fields);
            await HookAsync(recorder, session, turn, "PostToolUse", fields + ""","tool_response":"r" """);
        }

        await HookAsync(recorder, session, turn, "Stop", ""","last_assistant_message":"a" """);
    }

    private static string ToolFields(string id, string name = "Bash") => $$""","tool_name":"{{name}}","tool_use_id":"{{id}}","tool_input":{"command":"ls"}""";

    private static Task<HookOutcome> HookAsync(Recorder recorder, string session, string turn, string name, string more) =>
        TemporaryState.HookAsync(recorder, $$"""{"session_id":"{{session}}","turn_id":"{{turn}}","hook_event_name":"{{name}}"{{more}}}""", recorder.Time.GetUtcNow());
}
