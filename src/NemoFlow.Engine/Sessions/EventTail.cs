// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Sessions;

/// <summary>
/// Follows the journals of all sessions, whichever process writes them. Files that grew lately are looked at ten times a second; for
/// new ones the folders are walked when one was added, and from time to time.
/// </summary>
/// <param name="state">Where the journals are.</param>
/// <param name="time">The clock.</param>
public sealed class EventTail(StateFolder state, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HotFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WalkAtLeastEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Followed> _files = new(StringComparer.Ordinal);
    private DateTime _foldersChanged;
    private long _walked;
    private TimeSpan _walkTook;

    /// <summary>Events as they are recorded, until cancelled.</summary>
    /// <param name="fromStart">True to begin with what is recorded already.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<SessionEvent> ReadAsync(bool fromStart, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Tick, time);
        Walk(skip: !fromStart);
        do
        {
            if (IsWalkDue())
            {
                Walk(skip: false);
            }

            foreach (SessionEvent e in ReadGrown())
            {
                yield return e;
            }
        }
        while (await NextAsync(timer, cancellation).ConfigureAwait(false));
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsWalkDue()
    {
        TimeSpan since = time.GetElapsedTime(_walked);
        return since > WalkAtLeastEvery + (20 * _walkTook)
            || (since > 5 * _walkTook && Directory.Exists(state.Sessions) && Directory.GetLastWriteTimeUtc(state.Sessions) != _foldersChanged);
    }

    private void Walk(bool skip)
    {
        long started = time.GetTimestamp();
        if (Directory.Exists(state.Sessions))
        {
            _foldersChanged = Directory.GetLastWriteTimeUtc(state.Sessions);
            foreach (FileInfo file in new DirectoryInfo(state.Sessions).EnumerateFiles("*.jsonl", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
            {
                if (!_files.TryGetValue(file.FullName, out Followed? followed))
                {
                    _files.Add(file.FullName, followed = new Followed { Known = skip ? file.Length : 0 });
                }

                followed.Hot |= file.Length > followed.Known || time.GetUtcNow() - file.LastWriteTimeUtc < HotFor;
            }
        }

        _walked = time.GetTimestamp();
        _walkTook = time.GetElapsedTime(started);
    }

    private List<SessionEvent> ReadGrown()
    {
        List<SessionEvent> events = [];
        foreach ((string path, Followed followed) in _files)
        {
            if (!followed.Hot)
            {
                continue;
            }

            try
            {
                Read(path, followed, events);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Removed, or out of reach: the others go on.
                followed.Hot = false;
            }
        }

        events.Sort(Events.EventOrder.Instance);
        return events;
    }

    private void Read(string path, Followed followed, List<SessionEvent> events)
    {
        FileInfo file = new(path);
        if (file.Length > followed.Known)
        {
            using JournalReader reader = new(path);
            reader.SkipTo(followed.Known);
            events.AddRange(reader.ReadNew());
            followed.Known = Math.Max(reader.Position, followed.Known);
        }
        else if (time.GetUtcNow() - file.LastWriteTimeUtc > HotFor)
        {
            followed.Hot = false;
        }
    }

    /// <summary>A journal file: how much of it is known, and whether it may grow at any moment.</summary>
    private sealed class Followed
    {
        public long Known { get; set; }

        public bool Hot { get; set; }
    }
}
