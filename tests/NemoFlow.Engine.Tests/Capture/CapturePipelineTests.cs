// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Capture;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Capture;

public sealed class CapturePipelineTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task DrainAsync_Work_IsDoneInOrderAlsoWhereSomeOfItFails()
    {
        await using CapturePipeline pipeline = new();
        List<int> done = [];
        pipeline.Add(() => Do(done, 1), 10);
        pipeline.Add(() => throw new InvalidOperationException(), 10);
        pipeline.Add(() => Do(done, 2), 10);

        await pipeline.DrainAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        Assert.Equal([1, 2], done);
        Assert.Equal(1, pipeline.Failures);
    }

    [Fact]
    public async Task DrainAsync_WorkThatHangs_IsLeftAfterTheLimit()
    {
        TaskCompletionSource hanging = new();
        await using CapturePipeline pipeline = new();
        pipeline.Add(() => new ValueTask(hanging.Task), 10);
        Task drain = pipeline.DrainAsync(TimeSpan.FromSeconds(1), _time);

        Assert.False(drain.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await drain;
        hanging.SetResult();
    }

    [Fact]
    public async Task WaitForRoomAsync_TooMuchWaits_CompletesWhenThereIsRoomAgain()
    {
        TaskCompletionSource hanging = new();
        await using CapturePipeline pipeline = new();
        pipeline.Add(() => new ValueTask(hanging.Task), 100 << 20);

        Task room = pipeline.WaitForRoomAsync();

        Assert.False(room.IsCompleted);
        hanging.SetResult();
        await room.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private static ValueTask Do(List<int> done, int number)
    {
        done.Add(number);
        return ValueTask.CompletedTask;
    }
}
