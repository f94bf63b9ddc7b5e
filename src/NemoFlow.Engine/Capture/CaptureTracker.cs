// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Capture;

/// <summary>
/// Knows the captures that have not reached the journal yet. Their number is small and each is short, so that nobody needs to know
/// beforehand which session a capture will turn out to belong to.
/// </summary>
public sealed class CaptureTracker
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Counts a capture until its task is over.</summary>
    public void Add(Task capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        lock (_lock)
        {
            _running.Add(capture);
        }

        _ = RemoveWhenDoneAsync(capture);
    }

    /// <summary>Waits for the captures that are running now, at most the given time.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeProvider time)
    {
        Task[] tasks;
        lock (_lock)
        {
            tasks = [.. _running];
        }

        if (tasks.Length == 0)
        {
            return;
        }

        // The hook's answer matters more than a capture that takes longer than this.
        await Task.WhenAll(tasks).WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RemoveWhenDoneAsync(Task capture)
    {
        await capture.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _running.Remove(capture);
        }
    }
}
