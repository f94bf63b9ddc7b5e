// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Storage.Gateways;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Tests.Sessions;

public sealed class SessionLivenessTests : IDisposable
{
    private const string Prompt = """{"session_id":"one","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"hello"}""";

    private readonly TemporaryState _state = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task State_GatewayIsThere_IsActiveAndEndsWithIt()
    {
        Recorder recorder = _state.Record(_time);
        await TemporaryState.HookAsync(recorder, Prompt, _time.GetUtcNow());
        Assert.Equal([SessionState.Active, SessionState.Active], States());

        await recorder.DisposeAsync();

        Assert.Equal([SessionState.Ended, SessionState.Ended], States());
    }

    [Fact]
    public async Task State_GatewayWasKilled_IsInterruptedUntilAnotherGoesOn()
    {
        WriteAsOneThatIsKilled();
        Assert.Equal([SessionState.Interrupted, SessionState.Interrupted], States());
        Assert.Null(new SessionStore(_state.State).Find("one")!.EndedAt);

        await using Recorder recorder = _state.Record(_time);
        Assert.Equal([SessionState.Interrupted, SessionState.Interrupted], States());
        await TemporaryState.HookAsync(recorder, Prompt.Replace("t1", "t2", StringComparison.Ordinal), _time.GetUtcNow());

        Assert.Equal([SessionState.Active, SessionState.Active], States());
    }

    [Fact]
    public void List_GatewayKilledAfterTheLastList_ReadsNoJournal()
    {
        int read = 0;
        SessionCatalog catalog = new(_state.State);
        using (GatewayPresence.Hold(_state.State, "killed"))
        {
            WriteAsOneThatIsKilled();
            Assert.Equal(SessionState.Active, Assert.Single(List()).State);
        }

        Assert.Equal(SessionState.Interrupted, Assert.Single(List()).State);
        Assert.Equal(1, read);

        IReadOnlyList<Session> List() => catalog.List((_, _) => read++, (folder, problem) => Assert.Fail($"{folder}: {problem}"), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WaitAsync_GatewayWasKilled_DoesNotWaitForItsEnd()
    {
        WriteAsOneThatIsKilled();

        Session? session = await SessionWaiter.WaitAsync(
            _state.State, "one", s => s.State != SessionState.Active, null, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(SessionState.Interrupted, session?.State);
    }

    private SessionState[] States() =>
    [
        new SessionStore(_state.State).Find("one")!.State,
        Assert.Single(new SessionCatalog(_state.State).List(null, (folder, problem) => Assert.Fail($"{folder}: {problem}"), TestContext.Current.CancellationToken)).State,
    ];

    private void WriteAsOneThatIsKilled()
    {
        using JournalSet journals = new(_state.State.Sessions, "killed");
        journals.Append(TemporaryState.Entry(
            "one", """{"payload":{"session_id":"one","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"hello"}}""", time: _time.GetUtcNow()));
        journals.Flush((_, _) => Assert.Fail("lost"));
    }
}
