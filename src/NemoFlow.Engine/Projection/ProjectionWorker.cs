// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using NemoFlow.Folding;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Projection;

/// <summary>
/// Brings the projections of sessions up to date behind the journal: at once when a turn or a session ends, a moment later otherwise.
/// It reads the journal and nothing else, so that what it writes is what a replay would write.
/// </summary>
public sealed class ProjectionWorker : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Sessions up to this size keep their fold between projections; larger ones are read anew, so that memory stays small.</summary>
    private const long KeepUpTo = 4 << 20;

    /// <summary>How many sessions are projected at one go while nobody waits for them.</summary>
    private const int Portion = 8;

    /// <summary>How many folds are kept.</summary>
    private const int KeptProjections = 8;

    /// <summary>Larger sessions are projected when a turn or the session ends, not in between.</summary>
    private const long ProjectInBetweenUpTo = 32 << 20;

    /// <summary>Even larger ones are left to an export on request when the gateway stops.</summary>
    private const long ProjectAtStopUpTo = 256 << 20;

    private readonly Channel<ProjectionRequest> _requests = Channel.CreateUnbounded<ProjectionRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, SessionProjection> _projections = new(StringComparer.Ordinal);
    private readonly DirtySessions _dirty;
    private readonly string _sessionsFolder;
    private readonly Interpreters _interpreters;
    private readonly AtifSink _atif;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Task _loop;
    private long _nextPortion;
    private int _portionsQueued;

    /// <summary>Starts the worker.</summary>
    public ProjectionWorker(string sessionsFolder, Interpreters interpreters, AtifSink atif, TimeProvider time)
    {
        _sessionsFolder = sessionsFolder;
        _interpreters = interpreters;
        _atif = atif;
        _time = time;
        _dirty = new DirtySessions(time);
        _loop = Task.Run(RunAsync);
        _timer = time.CreateTimer(_ => RequestPortion(), null, Tick, Tick);
    }

    /// <summary>Takes every session that was folded, with the journal's length at that moment; must return at once.</summary>
    public Action<Session, long>? Folded { get; init; }

    /// <summary>Raised after a session was projected, with the path of its trajectory where one was written.</summary>
    public event Action<Session, string?>? Projected;

    /// <summary>Why the latest projection failed; null where none did.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Number of projections that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Tells that entries are in the journal.</summary>
    public void Recorded(IReadOnlyCollection<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (JournalEntry entry in entries)
        {
            _dirty.Grew(entry.SessionId, entry.Data.Length);
        }
    }

    /// <summary>Projects a session now and waits for it.</summary>
    public Task ProjectAsync(string sessionId)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_requests.Writer.TryWrite(new ProjectionRequest(sessionId, done)))
        {
            done.SetResult();
        }

        return done.Task;
    }

    /// <summary>Projects what still waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        RequestDue(ProjectAtStopUpTo, int.MaxValue, all: true);
        _requests.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        foreach (SessionProjection projection in _projections.Values)
        {
            projection.Dispose();
        }
    }

    /// <summary>
    /// Under load, recording comes first: what nobody waits for is projected in small portions, with pauses four times as long as the work.
    /// </summary>
    private void RequestPortion()
    {
        if (Volatile.Read(ref _portionsQueued) == 0 && _time.GetTimestamp() >= Volatile.Read(ref _nextPortion))
        {
            RequestDue(ProjectInBetweenUpTo, Portion, all: false);
        }
    }

    private void RequestDue(long maxBytes, int most, bool all)
    {
        foreach (string session in _dirty.TakeDue(maxBytes, most, all))
        {
            Interlocked.Increment(ref _portionsQueued);
            _requests.Writer.TryWrite(new ProjectionRequest(session, null));
        }
    }

    private async Task RunAsync()
    {
        await foreach (ProjectionRequest request in _requests.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            long started = _time.GetTimestamp();
            try
            {
                Project(request.SessionId);
            }
            catch (Exception e)
            {
                // A projection that fails can be made again from the journal: the recorder goes on.
                Failures++;
                LastFailure = e.Message;
            }

            request.Done?.TrySetResult();
            if (request.Done is null)
            {
                Interlocked.Decrement(ref _portionsQueued);
                long now = _time.GetTimestamp();
                Volatile.Write(ref _nextPortion, Math.Max(now, _nextPortion) + (4 * (now - started)));
            }
        }
    }

    private void Project(string sessionId)
    {
        long started = _time.GetTimestamp();
        if (!_projections.Remove(sessionId, out SessionProjection? projection))
        {
            projection = new SessionProjection(_sessionsFolder, sessionId, _interpreters);
        }

        bool keep = false;
        try
        {
            if (projection.Refresh() is not { } session)
            {
                return;
            }

            Folded?.Invoke(session, projection.BytesRead);
            string? path = _atif.Write(session, projection.Positions);
            Projected?.Invoke(session, path);
            _dirty.Projected(sessionId, _time.GetElapsedTime(started));
            keep = session.State == SessionState.Active && projection.BytesRead <= KeepUpTo && _projections.Count < KeptProjections;
            if (session.State == SessionState.Ended)
            {
                _dirty.Forget(sessionId);
            }
        }
        finally
        {
            if (keep)
            {
                _projections.Add(sessionId, projection);
            }
            else
            {
                projection.Dispose();
            }
        }
    }

    private readonly record struct ProjectionRequest(string SessionId, TaskCompletionSource? Done);
}
