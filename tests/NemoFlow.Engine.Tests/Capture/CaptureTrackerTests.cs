// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Capture;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Capture;

public sealed class CaptureTrackerTests
{
    private readonly CaptureTracker _tracker = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task DrainAsync_Nothing_IsDone() => await _tracker.DrainAsync(TimeSpan.FromSeconds(1), _time);

    [Fact]
    public async Task DrainAsync_Captures_AreWaitedForAlsoWhereTheyFail()
    {
        TaskCompletionSource first = new(), second = new();
        _tracker.Add(first.Task);
        _tracker.Add(second.Task);
        Task drain = _tracker.DrainAsync(TimeSpan.FromSeconds(1), _time);

        first.SetException(new InvalidOperationException());
        Assert.False(drain.IsCompleted);
        second.SetResult();
        await drain;
        await _tracker.DrainAsync(TimeSpan.Zero, _time);
    }

    [Fact]
    public async Task DrainAsync_CaptureThatHangs_IsLeftAfterTheLimit()
    {
        _tracker.Add(new TaskCompletionSource().Task);
        Task drain = _tracker.DrainAsync(TimeSpan.FromSeconds(1), _time);

        Assert.False(drain.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await drain;
    }
}
