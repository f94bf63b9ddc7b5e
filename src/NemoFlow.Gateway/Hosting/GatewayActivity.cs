// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Hosting;

/// <summary>Whether a gateway is at work, since when it is not, and whether someone asked it to stop.</summary>
public sealed class GatewayActivity(TimeProvider time)
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastEnd = time.GetTimestamp();
    private int _underWay;

    /// <summary>Completes when a caller with the token asks the gateway to stop. Whoever runs it decides what follows.</summary>
    public Task StopRequested => _stop.Task;

    /// <summary>How long nothing has been under way; zero while something is.</summary>
    public TimeSpan Idle => Volatile.Read(ref _underWay) > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _lastEnd));

    internal void Begin() => Interlocked.Increment(ref _underWay);

    internal void End()
    {
        Volatile.Write(ref _lastEnd, time.GetTimestamp());
        Interlocked.Decrement(ref _underWay);
    }

    internal void RequestStop() => _stop.TrySetResult();
}
