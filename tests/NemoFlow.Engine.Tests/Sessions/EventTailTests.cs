// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Sessions;

public sealed class EventTailTests : IDisposable
{
    private readonly TemporaryState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task ReadAsync_NewEvents_AreGivenOnce()
    {
        await using Recorder recorder = _state.Record(TimeProvider.System);
        await HookAsync(recorder, "old", "before");
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        IAsyncEnumerator<SessionEvent> events = new EventTail(_state.State, TimeProvider.System).ReadAsync(fromStart: false, end.Token).GetAsyncEnumerator(end.Token);
        ValueTask<bool> first = events.MoveNextAsync();

        await HookAsync(recorder, "old", "first");
        Assert.True(await first);
        Assert.Equal(("old", "first"), Prompt(events.Current));
        await HookAsync(recorder, "new", "second");
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("new", "second"), Prompt(events.Current));
        await HookAsync(recorder, "new", "third");
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("new", "third"), Prompt(events.Current));

        await end.CancelAsync();
        Assert.False(await events.MoveNextAsync());
        await events.DisposeAsync();
    }

    [Fact]
    public async Task ReadAsync_FromStart_BeginsWithWhatIsThere()
    {
        await using Recorder recorder = _state.Record(TimeProvider.System);
        await HookAsync(recorder, "a", "one");
        await HookAsync(recorder, "b", "two");

        List<(string, string?)> seen = [];
        await foreach (SessionEvent e in new EventTail(_state.State, TimeProvider.System).ReadAsync(fromStart: true, TestContext.Current.CancellationToken))
        {
            seen.Add(Prompt(e));
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([("a", "one"), ("b", "two")], seen);
    }

    private static (string, string?) Prompt(SessionEvent e) => (e.SessionId, e.Data.GetProperty("payload").GetProperty("prompt").GetString());

    private static async Task HookAsync(Recorder recorder, string session, string prompt) => await TemporaryState.HookAsync(
        recorder, $$"""{"session_id":"{{session}}","hook_event_name":"UserPromptSubmit","prompt":"{{prompt}}"}""", TimeProvider.System.GetUtcNow());
}
