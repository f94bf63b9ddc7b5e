// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Capture;

/// <summary>Knows the model calls of each session whose capture has not reached the journal yet.</summary>
public sealed class CaptureTracker
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Task>> _running = new(StringComparer.Ordinal);

    /// <summary>Counts a capture until its task is over.</summary>
    public void Add(string sessionId, Task capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        if (capture.IsCompleted)
        {
            return;
        }

        lock (_lock)
        {
            if (!_running.TryGetValue(sessionId, out List<Task>? tasks))
            {
                _running.Add(sessionId, tasks = []);
            }

            tasks.Add(capture);
        }

        _ = RemoveWhenDoneAsync(sessionId, capture);
    }

    /// <summary>Waits for the captures of a session that are running now, at most the given time.</summary>
    public async Task DrainAsync(string sessionId, TimeSpan limit, TimeProvider time)
    {
        Task[] tasks;
        lock (_lock)
        {
            tasks = _running.TryGetValue(sessionId, out List<Task>? running) ? [.. running] : [];
        }

        await WaitAsync(tasks, limit, time).ConfigureAwait(false);
    }

    /// <summary>Waits for all captures that are running now, at most the given time.</summary>
    public async Task DrainAllAsync(TimeSpan limit, TimeProvider time)
    {
        Task[] tasks;
        lock (_lock)
        {
            tasks = [.. _running.Values.SelectMany(t => t)];
        }

        await WaitAsync(tasks, limit, time).ConfigureAwait(false);
    }

    private static async Task WaitAsync(Task[] tasks, TimeSpan limit, TimeProvider time)
    {
        if (tasks.Length == 0)
        {
            return;
        }

        try
        {
            await Task.WhenAll(tasks).WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The hook's answer matters more than a capture that takes this long.
        }
    }

    private async Task RemoveWhenDoneAsync(string sessionId, Task capture)
    {
        await capture.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (_running.TryGetValue(sessionId, out List<Task>? tasks) && tasks.Remove(capture) && tasks.Count == 0)
            {
                _running.Remove(sessionId);
            }
        }
    }
}
