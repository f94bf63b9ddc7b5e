// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using NemoFlow.Agents;
using NemoFlow.Codecs;
using NemoFlow.Storage.Catalog;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Sessions;

/// <summary>
/// Lists sessions without reading their journals: what is known from the last time is taken from the catalog, and only sessions that
/// have grown since are folded again.
/// </summary>
public sealed class SessionCatalog(StateFolder state)
{
    /// <summary>Other code may fold the same journals otherwise: what it made is not taken over.</summary>
    private static readonly string Build = string.Join('-', new[] { typeof(Session), typeof(ProviderCodecs), typeof(AgentAdapters), typeof(SessionCatalog) }
        .Select(type => type.Assembly.ManifestModule.ModuleVersionId.ToString("N")[..8]));

    /// <summary>The file.</summary>
    public string Path => System.IO.Path.Combine(state.Root, "catalog.jsonl");

    /// <summary>All sessions, the latest first. Their turns are read when somebody asks for them.</summary>
    /// <param name="progress">Told how many of how many sessions have been read anew; null where nobody wants to know.</param>
    /// <param name="problem">Told of a session's folder that cannot be read, and why.</param>
    /// <param name="cancellation">Gives up.</param>
    public IReadOnlyList<Session> List(Action<int, int>? progress, Action<string, Exception> problem, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        // Costs are part of what is remembered.
        string build = Build + "-" + Recorder.Interpreters.Prices.Fingerprint;
        Task<Dictionary<string, CatalogEntry>> reading = Task.Run(() => CatalogFile.Read(Path, build), cancellation);
        Dictionary<string, JournalStamp> stamps = JournalStamp.ReadAll(state.Sessions);
        Dictionary<string, CatalogEntry> known = reading.GetAwaiter().GetResult();
        List<CatalogEntry> entries = new(stamps.Count);
        List<KeyValuePair<string, JournalStamp>> changed = [];
        foreach (KeyValuePair<string, JournalStamp> stamp in stamps)
        {
            if (known.TryGetValue(stamp.Key, out CatalogEntry? entry) && entry.Stamp == stamp.Value)
            {
                entries.Add(entry);
            }
            else
            {
                changed.Add(stamp);
            }
        }

        if (changed.Count > 0)
        {
            entries.AddRange(Fold(changed, progress, problem, cancellation));
        }

        if (changed.Count > 0 || known.Count > stamps.Count)
        {
            TrySave(build, entries);
        }

        SessionStore store = new(state);
        SessionLiveness liveness = new(state);
        List<Session> sessions = [.. entries.Select(e => e.Session).OfType<Session>().Select(s => liveness.Apply(s).Deferred(() => store.Find(s.Id)))];
        sessions.Sort(static (x, y) => y.StartedAt.CompareTo(x.StartedAt) is var byTime and not 0 ? byTime : string.CompareOrdinal(x.Id, y.Id));
        return sessions;
    }

    private ConcurrentBag<CatalogEntry> Fold(
        List<KeyValuePair<string, JournalStamp>> changed, Action<int, int>? progress, Action<string, Exception> problem, CancellationToken cancellation)
    {
        ConcurrentBag<CatalogEntry> folded = [];
        SessionStore store = new(state);
        int done = 0;
        ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(changed, options, stamp =>
        {
            try
            {
                folded.Add(new CatalogEntry(stamp.Key, stamp.Value, store.FindFolder(stamp.Key)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // Not remembered: the next list tries again.
                problem(System.IO.Path.Combine(state.Sessions, stamp.Key), e);
            }

            progress?.Invoke(Interlocked.Increment(ref done), changed.Count);
        });
        return folded;
    }

    private void TrySave(string build, List<CatalogEntry> entries)
    {
        try
        {
            CatalogFile.Write(Path, build, entries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the next list takes longer.
        }
    }
}
