// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Capture;
using NemoFlow.Engine.Tests.Support;

namespace NemoFlow.Engine.Tests.Capture;

public sealed class CapturePipelineTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task DrainAsync_WorkAddedBefore_IsDoneInItsOrderAlsoWhereSomeFails()
    {
        await using CapturePipeline pipeline = new();
        List<int> done = [];
        for (int i = 0; i < 100; i++)
        {
            int number = i;
            pipeline.Add(() => number == 5 ? throw new InvalidOperationException() : Note(done, number), 10);
        }

        await pipeline.DrainAsync(TimeSpan.FromSeconds(1), _time);

        Assert.Equal(Enumerable.Range(0, 100).Where(i => i != 5), done);
        Assert.Equal(1, pipeline.Failures);
    }

    [Fact]
    public async Task DrainAsync_CaptureThatHangs_IsLeftAfterTheLimit()
    {
        await using CapturePipeline pipeline = new();
        TaskCompletionSource hangs = new();
        pipeline.Add(() => new ValueTask(hangs.Task), 1);
        Task drain = pipeline.DrainAsync(TimeSpan.FromSeconds(1), _time);

        Assert.False(drain.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await drain;
        hangs.SetResult();
    }

    [Fact]
    public async Task DrainAsync_CallThatIsEnding_IsWaitedForWithItsWork()
    {
        await using CapturePipeline pipeline = new();
        List<int> done = [];
        IDisposable ending = pipeline.Ending();
        Task drain = pipeline.DrainAsync(TimeSpan.FromSeconds(1), _time);

        Assert.False(drain.IsCompleted);
        pipeline.Add(() => Note(done, 1), 1);
        ending.Dispose();
        await drain;

        Assert.Equal([1], done);
    }

    [Fact]
    public async Task WaitForRoomAsync_TooMuchWaiting_WaitsUntilThereIsRoomAgain()
    {
        await using CapturePipeline pipeline = new();
        TaskCompletionSource hold = new();
        Assert.True(pipeline.WaitForRoomAsync().IsCompleted);
        pipeline.Add(() => new ValueTask(hold.Task), 64 << 20);
        Task room = pipeline.WaitForRoomAsync();

        Assert.False(room.IsCompleted);
        hold.SetResult();
        await room.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(pipeline.WaitForRoomAsync().IsCompleted);
    }

    [Fact]
    public async Task Add_AfterTheEnd_IsCountedAsLost()
    {
        CapturePipeline pipeline = new();
        List<int> done = [];
        pipeline.Add(() => Note(done, 1), 1);
        await pipeline.DisposeAsync();
        pipeline.Add(() => Note(done, 2), 1);

        Assert.Equal([1], done);
        Assert.Equal(1, pipeline.Failures);
    }

    private static ValueTask Note(List<int> done, int number)
    {
        done.Add(number);
        return ValueTask.CompletedTask;
    }
}
