// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Folding;
using NemoFlow.Storage.Delivery;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Delivery;

/// <summary>All targets of a recorder. Each has a worker of its own, so that one that is away holds up no other.</summary>
public sealed class Deliveries : IAsyncDisposable
{
    private readonly List<DeliveryWorker> _workers = [];
    private readonly StateFolder _state;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _catchUp;

    /// <summary>Starts the workers, and looks for what earlier gateways could not deliver.</summary>
    public Deliveries(IEnumerable<IDeliveryTarget> targets, StateFolder state, Interpreters interpreters, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _time = time;
        _workers.AddRange(targets.Select(t => new DeliveryWorker(t, state.Sessions, interpreters, time)));
        _catchUp = _workers.Count == 0 ? Task.CompletedTask : Task.Run(CatchUp);
    }

    /// <summary>How each target stands.</summary>
    public IReadOnlyList<DeliveryStatus> Statuses => [.. _workers.Select(w => w.Status)];

    /// <summary>A session as it stands now; returns at once.</summary>
    public void Offer(Session session, long journalBytes) => _workers.ForEach(w => w.Offer(session, journalBytes));

    /// <summary>Delivers what the targets take within the given time, and stops. What is left stays for a later gateway.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _catchUp.ConfigureAwait(false);
        await Task.WhenAll(_workers.Select(w => w.StopAsync(limit))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        foreach (DeliveryWorker worker in _workers)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private void CatchUp()
    {
        try
        {
            List<(DeliveryWorker Worker, DateTimeOffset Since)> workers = [.. _workers.Select(w => (w, ExporterStart.Of(_state, w.Target.Name, _time.GetUtcNow())))];
            if (!Directory.Exists(_state.Sessions))
            {
                return;
            }

            foreach (DirectoryInfo folder in new DirectoryInfo(_state.Sessions).EnumerateDirectories().OrderBy(d => d.LastWriteTimeUtc))
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                CatchUp(folder, workers);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read now is looked at again when the next gateway starts.
        }
    }

    private static void CatchUp(DirectoryInfo folder, List<(DeliveryWorker Worker, DateTimeOffset Since)> workers)
    {
        List<FileInfo> journals = [.. folder.EnumerateFiles("*.jsonl")];
        if (journals.Count == 0)
        {
            return;
        }

        long bytes = journals.Sum(j => j.Length);
        DateTimeOffset last = journals.Max(j => j.LastWriteTimeUtc);
        string? id = null;
        foreach ((DeliveryWorker worker, DateTimeOffset since) in workers)
        {
            bool known = DeliveryLedger.Exists(folder.FullName, worker.Target.Name);
            if ((known && DeliveryLedger.CaughtUp(folder.FullName, worker.Target.Name) == bytes) || (!known && last < since))
            {
                continue;
            }

            id ??= journals.Select(j => JournalHeader.SessionId(j.FullName)).FirstOrDefault(i => i is not null);
            if (id is not null)
            {
                worker.Remember(id, last);
            }
        }
    }
}
