// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Projection;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Sessions;

/// <summary>Waits until a session has come so far, whichever process records it.</summary>
public static class SessionWaiter
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>The session as soon as a condition holds; null where that was not so in time.</summary>
    /// <param name="state">Where the journals are.</param>
    /// <param name="id">The session.</param>
    /// <param name="condition">What to wait for.</param>
    /// <param name="limit">How long to wait; null waits for ever.</param>
    /// <param name="progress">Told of every change.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Session?> WaitAsync(
        StateFolder state, string id, Func<Session, bool> condition, TimeSpan? limit, Action<Session> progress, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentNullException.ThrowIfNull(time);
        using SessionProjection projection = new(state.Sessions, id, Recorder.Interpreters);
        using PeriodicTimer timer = new(Tick, time);
        long started = time.GetTimestamp();
        long seen = -1;
        while (true)
        {
            Session? session = projection.Refresh() is { } read ? new SessionLiveness(state).Apply(read) : null;
            if (session is not null && condition(session))
            {
                return session;
            }

            if (session is not null && projection.BytesRead != seen)
            {
                seen = projection.BytesRead;
                progress(session);
            }

            if (limit is { } most && time.GetElapsedTime(started) >= most)
            {
                return null;
            }

            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }
}
