// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Http;

/// <summary>The provider's log: entries appear on arrival and are replaced as the answer goes out.</summary>
internal sealed class RequestJournal
{
    private readonly Lock _gate = new();
    private readonly List<ProviderRequestLog> _entries = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Raised outside the lock, once per request, when its answer has ended.</summary>
    public event Action<ProviderRequestLog>? Finished;

    public IReadOnlyList<ProviderRequestLog> Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries];
        }
    }

    public ProviderRequestLog Add(Func<int, ProviderRequestLog> create)
    {
        TaskCompletionSource changed;
        ProviderRequestLog entry;
        lock (_gate)
        {
            entry = create(_entries.Count);
            _entries.Add(entry);
            changed = Exchange();
        }

        changed.TrySetResult();
        return entry;
    }

    public void Replace(ProviderRequestLog entry)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _entries[entry.Index] = entry;
            changed = Exchange();
        }

        if (entry.Outcome != RequestOutcome.InFlight)
        {
            Finished?.Invoke(entry);
        }

        changed.TrySetResult();
    }

    public async Task<IReadOnlyList<ProviderRequestLog>> WaitAsync(
        Func<IReadOnlyList<ProviderRequestLog>, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            IReadOnlyList<ProviderRequestLog> entries;
            lock (_gate)
            {
                changed = _changed.Task;
                entries = [.. _entries];
            }

            if (condition(entries))
            {
                return entries;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource Exchange()
    {
        TaskCompletionSource changed = _changed;
        _changed = NewSignal();
        return changed;
    }
}
