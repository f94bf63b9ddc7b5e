// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Pump;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Tests.Pump;

public sealed class EventPumpTests : IDisposable
{
    private readonly TemporaryState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task RecordAsync_Acknowledged_IsInTheFile()
    {
        await using EventPump pump = Pump();
        for (int i = 0; i < 50; i++)
        {
            Assert.True(await pump.RecordAsync(TemporaryState.Entry("s", $$"""{"n":{{i}}}""")));
            Assert.Equal(i + 1, _state.Events("s").Count);
        }
    }

    [Fact]
    public async Task RecordAsync_ManyAtOnce_KeepTheOrderOfEachProducer()
    {
        const int Producers = 8, Each = 2000;
        int batches = 0;
        int told = 0;
        await using (EventPump pump = Pump(entries =>
        {
            batches++;
            told += entries.Count;
        }))
        {
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(p => Task.Run(
                async () =>
                {
                    List<Task<bool>> waiting = [];
                    for (int i = 0; i < Each; i++)
                    {
                        waiting.Add(pump.RecordAsync(TemporaryState.Entry("s" + (p % 3), $$"""{"p":{{p}},"n":{{i}}}""")).AsTask());
                    }

                    Assert.All(await Task.WhenAll(waiting), Assert.True);
                },
                TestContext.Current.CancellationToken)));
            Assert.Equal(Producers * Each, pump.Counters.Recorded);
        }

        Assert.Equal(Producers * Each, told);
        Assert.InRange(batches, 1, Producers * Each / 2);
        foreach (IGrouping<int, SessionEvent> producer in Enumerable.Range(0, 3).SelectMany(s => _state.Events("s" + s)).GroupBy(e => e.Data.GetProperty("p").GetInt32()))
        {
            Assert.Equal(Enumerable.Range(0, Each), producer.Select(e => e.Data.GetProperty("n").GetInt32()));
        }
    }

    [Fact]
    public async Task RecordAsync_SameDeliveryTwice_IsWrittenOnceAndAcknowledgedTwice()
    {
        await using EventPump pump = Pump();

        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s", id: "d")));
        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s", id: "d")));
        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s", id: "d") with { Kind = EventKinds.LlmRequest }));

        Assert.Equal(2, _state.Events("s").Count);
        Assert.Equal((2, 1, 0), (pump.Counters.Recorded, pump.Counters.Duplicates, pump.Counters.Lost));
    }

    [Fact]
    public async Task RecordAsync_DeliveryThatFailed_IsTakenWhenItComesAgain()
    {
        await using EventPump pump = Pump();
        string blocked = Path.Combine(_state.State.Sessions, "s");
        Directory.CreateDirectory(_state.State.Sessions);
        await File.WriteAllTextAsync(blocked, "in the way", TestContext.Current.CancellationToken);

        Assert.False(await pump.RecordAsync(TemporaryState.Entry("s", id: "d")));
        Assert.True(await pump.RecordAsync(TemporaryState.Entry("other", id: "e")));
        File.Delete(blocked);

        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s", id: "d")));
        Assert.Single(_state.Events("s"));
        Assert.Equal((2, 1, 0), (pump.Counters.Recorded, pump.Counters.Lost, pump.Counters.Duplicates));
        Assert.NotNull(pump.Counters.LastLoss);
    }

    [Fact]
    public async Task RecordAsync_EntryThatCannotBeWritten_IsRefusedAndThePumpGoesOn()
    {
        await using EventPump pump = Pump();

        Assert.False(await pump.RecordAsync(TemporaryState.Entry("s", "{")));
        Assert.False(await pump.RecordAsync(TemporaryState.Entry("s") with { Id = "\ud83d" }));
        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s", """{"n":1}""")));

        Assert.Single(_state.Events("s"));
    }

    [Fact]
    public async Task RecordAsync_ListenerThatThrows_DoesNotStopThePump()
    {
        await using EventPump pump = Pump(_ => throw new InvalidOperationException("of the listener"));

        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s")));
        Assert.True(await pump.RecordAsync(TemporaryState.Entry("s")));
    }

    [Fact]
    public async Task DisposeAsync_QueuedEvents_AreWrittenFirst()
    {
        EventPump pump = Pump();
        for (int i = 0; i < 5000; i++)
        {
            await pump.PostAsync(TemporaryState.Entry("s"));
        }

        await pump.DisposeAsync();

        Assert.Equal(5000, _state.Events("s").Count);
        Assert.False(await pump.RecordAsync(TemporaryState.Entry("s")));
        Assert.Equal(1, pump.Counters.Lost);
    }

    private EventPump Pump(Action<IReadOnlyCollection<JournalEntry>>? recorded = null) => new(new JournalSet(_state.State.Sessions, "gw"), recorded ?? (_ => { }));
}
