// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using NemoFlow.Engine.Capture;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Pump;

/// <summary>
/// The one place through which events reach the journal. Producers queue; one reader writes them in batches, one write(2) a file,
/// and only then acknowledges. A failure to write is counted and answered with false: it never reaches the agent as an error.
/// </summary>
public sealed class EventPump : IAsyncDisposable
{
    private const int QueueLength = 1024;
    private const int BatchLength = 1024;
    private const int RememberedDeliveries = 16384;

    private readonly Channel<PumpItem> _queue = Channel.CreateBounded<PumpItem>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly JournalSet _journals;
    private readonly Action<IReadOnlyCollection<JournalEntry>> _recorded;
    private readonly ContentGuard? _guard;
    private readonly RecentIds _deliveries = new(RememberedDeliveries);
    private readonly List<PumpItem> _batch = new(BatchLength);
    private readonly List<JournalEntry> _written = new(BatchLength);
    private readonly Task _loop;

    /// <summary>Starts the reader.</summary>
    /// <param name="journals">The files.</param>
    /// <param name="recorded">Called on the reader after each batch with what is now in the journal; must be quick.</param>
    /// <param name="guard">Takes out of events what may not be recorded, on the producers' threads; null records them as they are.</param>
    public EventPump(JournalSet journals, Action<IReadOnlyCollection<JournalEntry>> recorded, ContentGuard? guard = null)
    {
        _guard = guard;
        _journals = journals;
        _recorded = recorded;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>What went through.</summary>
    public PumpCounters Counters { get; } = new();

    /// <summary>Queues an event and waits until it is in the journal. False where it could not be written.</summary>
    public ValueTask<bool> RecordAsync(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return EnqueueAsync(entry);
    }

    /// <summary>Waits until everything queued before is in the journal.</summary>
    public async ValueTask FlushAsync() => await EnqueueAsync(null).ConfigureAwait(false);

    private async ValueTask<bool> EnqueueAsync(JournalEntry? entry)
    {
        TaskCompletionSource<bool> acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _queue.Writer.WriteAsync(new PumpItem(Guarded(entry), acknowledged)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            Counters.AddLost(entry is null ? 0 : 1, "the gateway is stopping");
            return false;
        }

        return await acknowledged.Task.ConfigureAwait(false);
    }

    /// <summary>Queues an event without waiting for the journal; waits only where the queue is full.</summary>
    public async ValueTask PostAsync(JournalEntry entry)
    {
        try
        {
            await _queue.Writer.WriteAsync(new PumpItem(Guarded(entry), null)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            Counters.AddLost(1, "the gateway is stopping");
        }
    }

    /// <summary>Writes what is queued, then closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _journals.Dispose();
    }

    private JournalEntry? Guarded(JournalEntry? entry) => entry is null || _guard is null ? entry : _guard.Apply(entry);

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_batch.Count < BatchLength && _queue.Reader.TryRead(out PumpItem item))
            {
                _batch.Add(item);
            }

            WriteBatch();
            _batch.Clear();
            _written.Clear();
        }
    }

    private void WriteBatch()
    {
        foreach (PumpItem item in _batch)
        {
            if (item.Entry is null)
            {
                continue;
            }

            if (item.Entry is { Kind: EventKinds.Hook, Id: { } delivery } && !_deliveries.Add(delivery))
            {
                Counters.AddDuplicate();
                continue;
            }

            if (_journals.Append(item.Entry) is { } problem)
            {
                Counters.AddLost(1, problem);
                ForgetDelivery(item.Entry);
                item.Acknowledged?.TrySetResult(false);
            }
            else
            {
                _written.Add(item.Entry);
            }
        }

        HashSet<string> failed = _journals.Flush(Counters.AddLost);
        if (failed.Count > 0)
        {
            _written.Where(e => failed.Contains(e.SessionId)).ToList().ForEach(ForgetDelivery);
            _written.RemoveAll(e => failed.Contains(e.SessionId));
        }

        Counters.AddRecorded(_written.Count);
        foreach (PumpItem item in _batch)
        {
            // Those that already failed keep their answer; a duplicate is in the journal since its first delivery.
            item.Acknowledged?.TrySetResult(item.Entry is null || failed.Count == 0 || !failed.Contains(item.Entry.SessionId));
        }

        if (_written.Count > 0)
        {
            Tell();
        }
    }

    private void Tell()
    {
        try
        {
            _recorded(_written);
        }
        catch (Exception)
        {
            // What follows from the journal can be made again; a reader that stops here would hold up every hook.
        }
    }

    /// <summary>A delivery that was not recorded comes again, from the sender's spool, and must not pass for a repeat then.</summary>
    private void ForgetDelivery(JournalEntry entry)
    {
        if (entry is { Kind: EventKinds.Hook, Id: { } delivery })
        {
            _deliveries.Remove(delivery);
        }
    }
}
