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
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private const int KeptProjections = 64;

    private readonly Channel<ProjectionRequest> _requests = Channel.CreateUnbounded<ProjectionRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, SessionProjection> _projections = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly Lock _waitingLock = new();
    private readonly string _sessionsFolder;
    private readonly Interpreters _interpreters;
    private readonly AtifSink _atif;
    private readonly TimeProvider _time;
    private readonly Task _loop;

    /// <summary>Starts the worker.</summary>
    public ProjectionWorker(string sessionsFolder, Interpreters interpreters, AtifSink atif, TimeProvider time)
    {
        _sessionsFolder = sessionsFolder;
        _interpreters = interpreters;
        _atif = atif;
        _time = time;
        _loop = Task.Run(RunAsync);
    }

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
            lock (_waitingLock)
            {
                if (!_waiting.Add(entry.SessionId))
                {
                    continue;
                }
            }

            _ = ProjectLaterAsync(entry.SessionId);
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
        List<string> waiting;
        lock (_waitingLock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (string session in waiting)
        {
            _requests.Writer.TryWrite(new ProjectionRequest(session, null));
        }

        _requests.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        foreach (SessionProjection projection in _projections.Values)
        {
            projection.Dispose();
        }
    }

    private async Task ProjectLaterAsync(string sessionId)
    {
        await Task.Delay(Rest, _time).ConfigureAwait(false);
        lock (_waitingLock)
        {
            if (!_waiting.Remove(sessionId))
            {
                return;
            }
        }

        _requests.Writer.TryWrite(new ProjectionRequest(sessionId, null));
    }

    private async Task RunAsync()
    {
        await foreach (ProjectionRequest request in _requests.Reader.ReadAllAsync().ConfigureAwait(false))
        {
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
        }
    }

    private void Project(string sessionId)
    {
        if (!_projections.TryGetValue(sessionId, out SessionProjection? projection))
        {
            _projections.Add(sessionId, projection = new SessionProjection(_sessionsFolder, sessionId, _interpreters));
        }

        if (projection.Refresh() is not { } session)
        {
            return;
        }

        string? path = _atif.Write(session, projection.Positions);
        Projected?.Invoke(session, path);
        if (session.State == SessionState.Ended || _projections.Count > KeptProjections)
        {
            projection.Dispose();
            _projections.Remove(sessionId);
        }
    }

    private readonly record struct ProjectionRequest(string SessionId, TaskCompletionSource? Done);
}
