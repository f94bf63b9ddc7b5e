// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Folding;
using NemoFlow.Storage.Delivery;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Delivery;

/// <summary>All targets of a recorder. Each has a worker of its own, so that one that is away holds up no other.</summary>
public sealed class Deliveries : IAsyncDisposable
{
    /// <summary>Most endpoints beside the configured ones; sessions that ask for more are delivered to the configured ones only.</summary>
    private const int MaxAsked = 16;

    private readonly List<DeliveryWorker> _workers = [];
    private readonly ConcurrentDictionary<string, DeliveryWorker?> _asked = new(StringComparer.Ordinal);
    private readonly Func<string, IDeliveryTarget?> _create;
    private readonly StateFolder _state;
    private readonly Interpreters _interpreters;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Task _catchUp;

    /// <summary>Starts the workers, and looks for what earlier gateways could not deliver.</summary>
    /// <param name="targets">The targets of all sessions.</param>
    /// <param name="create">Makes the target for an endpoint that a session asks for; null where there is to be none.</param>
    /// <param name="state">Where journals and accounts are.</param>
    /// <param name="interpreters">Read sessions.</param>
    /// <param name="time">The clock.</param>
    public Deliveries(IEnumerable<IDeliveryTarget> targets, Func<string, IDeliveryTarget?> create, StateFolder state, Interpreters interpreters, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(state);
        _create = create;
        _state = state;
        _interpreters = interpreters;
        _time = time;
        _workers.AddRange(targets.Select(Start));
        _catchUp = _workers.Count == 0 && !AskedEndpoints.Any(state) ? Task.CompletedTask : Task.Run(CatchUp);
    }

    /// <summary>How each target stands.</summary>
    public IReadOnlyList<DeliveryStatus> Statuses => [.. All.Select(w => w.Status)];

    private IEnumerable<DeliveryWorker> All => [.. _workers, .. _asked.Values.OfType<DeliveryWorker>()];

    /// <summary>A session as it stands now; returns at once.</summary>
    public void Offer(Session session, long journalBytes)
    {
        ArgumentNullException.ThrowIfNull(session);
        _workers.ForEach(w => w.Offer(session, journalBytes));
        if (session.AskedOpenInferenceEndpoint is { } endpoint && Asked(endpoint) is { } own)
        {
            AskedEndpoints.Note(_state, session.Id, endpoint);
            own.Offer(session, journalBytes);
        }
    }

    /// <summary>Delivers what the targets take within the given time, and stops. What is left stays for a later gateway.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _catchUp.ConfigureAwait(false);
        await Task.WhenAll(All.Select(w => w.StopAsync(limit))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        foreach (DeliveryWorker worker in All)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private DeliveryWorker Start(IDeliveryTarget target) => new(target, _state.Sessions, _interpreters, _time);

    private DeliveryWorker? Asked(string endpoint)
    {
        if (_asked.TryGetValue(endpoint, out DeliveryWorker? known))
        {
            return known;
        }

        lock (_lock)
        {
            return _asked.Count < MaxAsked ? _asked.GetOrAdd(endpoint, e => _create(e) is { } target ? Start(target) : null) : null;
        }
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

                // What a session asked for itself was set up before the session began to be delivered.
                CatchUp(folder, [.. workers, .. AskedEndpoints.Of(folder.FullName).Select(Asked).OfType<DeliveryWorker>().Select(w => (w, DateTimeOffset.MinValue))]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read now is looked at again when the next gateway starts.
        }
    }

    private static void CatchUp(DirectoryInfo folder, List<(DeliveryWorker Worker, DateTimeOffset Since)> workers)
    {
        List<FileInfo> journals = workers.Count == 0 ? [] : [.. folder.EnumerateFiles("*.jsonl")];
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
