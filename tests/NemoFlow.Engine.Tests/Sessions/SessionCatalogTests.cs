// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Sessions;

public sealed class SessionCatalogTests : IDisposable
{
    private readonly TemporaryState _state = new();
    private readonly ManualTime _time = new();
    private int _read;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task List_SecondTime_ReadsNoJournal()
    {
        await RecordAsync("one", "two");
        IReadOnlyList<Session> first = List();
        int readAtFirst = _read;

        IReadOnlyList<Session> second = List();

        Assert.Equal((2, 2), (readAtFirst, _read));
        Assert.Equal(["two", "one"], second.Select(s => s.Id));
        foreach ((Session before, Session after) in first.Zip(second))
        {
            Assert.Equal(
                (before.Agent, before.State, before.StartedAt, before.LastEventAt, before.EndedAt, before.Model, before.WorkingDirectory, before.Usage),
                (after.Agent, after.State, after.StartedAt, after.LastEventAt, after.EndedAt, after.Model, after.WorkingDirectory, after.Usage));
            Assert.Equal(before.Counts.Hooks, after.Counts.Hooks);
            Assert.Equal(before.Metadata, after.Metadata);
            Assert.Equal((before.Counts.Events, before.Counts.Turns), (after.Counts.Events, after.Counts.Turns));
        }
    }

    [Fact]
    public async Task List_Session_ReadsItsTurnsWhenAsked()
    {
        await RecordAsync("one");
        List();

        Session session = Assert.Single(List());

        Assert.Equal("prompt of one", Assert.Single(session.Turns).Prompt);
        Assert.Equal("prompt of one", Assert.Single(session.Load().Turns).Prompt);
    }

    [Fact]
    public async Task List_GrownSession_ReadsOnlyThatOne()
    {
        await RecordAsync("one", "two");
        List();
        _read = 0;

        await RecordAsync("two");

        Assert.Equal(2, List().Single(s => s.Id == "two").Counts.Turns);
        Assert.Equal(1, _read);
    }

    [Fact]
    public async Task List_RemovedSession_IsGone()
    {
        await RecordAsync("one", "two");
        List();

        Assert.True(new SessionStore(_state.State).Remove("one"));

        Assert.Equal(["two"], List().Select(s => s.Id));
        Assert.DoesNotContain("\"one\"", await File.ReadAllTextAsync(new SessionCatalog(_state.State).Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no catalog at all\n{}\n")]
    public async Task List_DamagedCatalog_IsMadeAnew(string content)
    {
        await RecordAsync("one");
        List();
        SessionCatalog catalog = new(_state.State);
        await File.WriteAllTextAsync(catalog.Path, content, TestContext.Current.CancellationToken);

        Assert.Equal(["one"], List().Select(s => s.Id));
        Assert.Contains("\"one\"", await File.ReadAllTextAsync(catalog.Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_DamagedLine_IsReadAnew()
    {
        await RecordAsync("one", "two");
        List();
        SessionCatalog catalog = new(_state.State);
        string[] lines = await File.ReadAllLinesAsync(catalog.Path, TestContext.Current.CancellationToken);
        lines[1] = lines[1][..20];
        await File.WriteAllTextAsync(catalog.Path, string.Join('\n', lines) + "\n", TestContext.Current.CancellationToken);

        Assert.Equal(2, List().Count);
        Assert.Equal(3, _read);
    }

    [Fact]
    public async Task List_FolderThatIsNoJournal_IsToldAndTheOthersAreThere()
    {
        await RecordAsync("one");
        string odd = Directory.CreateDirectory(Path.Combine(_state.State.Sessions, "odd")).FullName;
        await File.WriteAllTextAsync(Path.Combine(odd, "x.jsonl"), "not a journal\n", TestContext.Current.CancellationToken);
        List<string> problems = [];

        IReadOnlyList<Session> sessions = new SessionCatalog(_state.State).List(null, (folder, _) => problems.Add(folder), TestContext.Current.CancellationToken);

        Assert.Equal(["one"], sessions.Select(s => s.Id));
        Assert.Equal([odd], problems);
    }

    [Fact]
    public void List_NothingRecorded_IsEmpty() => Assert.Empty(List());

    private IReadOnlyList<Session> List() => new SessionCatalog(_state.State).List(
        (_, _) => Interlocked.Increment(ref _read), (folder, problem) => Assert.Fail($"{folder}: {problem}"), TestContext.Current.CancellationToken);

    private async Task RecordAsync(params string[] sessions)
    {
        await using Recorder recorder = _state.Record(_time);
        foreach (string session in sessions)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            DateTimeOffset now = _time.GetUtcNow();
            string turn = "t" + now.Ticks;
            await TemporaryState.HookAsync(recorder, $$"""{"session_id":"{{session}}","hook_event_name":"UserPromptSubmit","turn_id":"{{turn}}","prompt":"prompt of {{session}}","model":"gpt","cwd":"/w"}""", now);
            await TemporaryState.HookAsync(recorder, $$"""{"session_id":"{{session}}","hook_event_name":"Stop","turn_id":"{{turn}}"}""", now.AddMilliseconds(1));
        }
    }
}
