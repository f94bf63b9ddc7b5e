// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace NemoFlow.Engine.Capture;

/// <summary>
/// Copies of model traffic on their way into the journal: one worker takes them in the order in which they came. Where they come faster
/// than they can be recorded, new requests wait a little rather than memory growing or anything being lost.
/// </summary>
public sealed class CapturePipeline : IAsyncDisposable
{
    /// <summary>Most bytes that wait before new requests do.</summary>
    private const long MaxWaitingBytes = 8 << 20;

    /// <summary>From here on the worker does not wait for more.</summary>
    private const long FullBatchBytes = 1 << 20;

    /// <summary>How long the worker lets captures gather: waking a thread for each costs more than recording it.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);

    private readonly SemaphoreSlim _urgent = new(0);
    private readonly Channel<CaptureJob> _jobs = Channel.CreateUnbounded<CaptureJob>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<EndingCall, Task> _ending = new();
    private readonly Task _loop;
    private long _waitingBytes;
    private long _failures;
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the worker.</summary>
    public CapturePipeline() => _loop = Task.Run(RunAsync);

    /// <summary>Captures that failed; what they had copied is lost.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Adds work that holds so many bytes.</summary>
    public void Add(Func<ValueTask> work, long bytes)
    {
        if (Interlocked.Add(ref _waitingBytes, bytes) > FullBatchBytes)
        {
            Urge();
        }

        if (!_jobs.Writer.TryWrite(new CaptureJob(work, bytes)))
        {
            Interlocked.Add(ref _waitingBytes, -bytes);
            Interlocked.Increment(ref _failures);
        }
    }

    /// <summary>Completes at once, unless too much waits already.</summary>
    public Task WaitForRoomAsync()
    {
        // The promise comes first: room that is made after the look at the number keeps this one.
        Task room = Volatile.Read(ref _room).Task;
        return Volatile.Read(ref _waitingBytes) <= MaxWaitingBytes ? Task.CompletedTask : room;
    }

    /// <summary>
    /// Tells of a call whose last bytes are on their way to the client, and which will be added a moment later: the client may end its
    /// turn before that. Disposing what this gives says that it was added.
    /// </summary>
    public IDisposable Ending()
    {
        EndingCall call = new(_ending);
        _ending.TryAdd(call, call.Over.Task);
        return call;
    }

    /// <summary>Waits for what was added before, at most the given time; for calls that are ending, half of it.</summary>
    public async Task DrainAsync(TimeSpan limit, TimeProvider time)
    {
        if (!_ending.IsEmpty)
        {
            await Task.WhenAll(_ending.Values).WaitAsync(limit / 2, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            limit /= 2;
        }

        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(
            () =>
            {
                reached.TrySetResult();
                return ValueTask.CompletedTask;
            },
            0);
        Urge();
        // The hook's answer matters more than captures that take longer than this.
        await reached.Task.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Does what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        Urge();
        await _loop.ConfigureAwait(false);
    }

    private void Urge()
    {
        if (_urgent.CurrentCount == 0)
        {
            _urgent.Release();
        }
    }

    private async Task RunAsync()
    {
        while (await _jobs.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // A pause, not a time: nothing that is recorded depends on it.
            await _urgent.WaitAsync(Gather).ConfigureAwait(false);
            await TakeAllAsync().ConfigureAwait(false);
        }
    }

    private async Task TakeAllAsync()
    {
        while (_jobs.Reader.TryRead(out CaptureJob job))
        {
            try
            {
                await job.Work().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // One call that cannot be read must not stop the recording of all others.
                Interlocked.Increment(ref _failures);
            }

            if (Interlocked.Add(ref _waitingBytes, -job.Bytes) <= MaxWaitingBytes)
            {
                TaskCompletionSource waiting = Interlocked.Exchange(ref _room, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                waiting.TrySetResult();
            }
        }
    }

    private sealed class EndingCall(ConcurrentDictionary<EndingCall, Task> all) : IDisposable
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            all.TryRemove(this, out _);
            Over.TrySetResult();
        }
    }

    private readonly record struct CaptureJob(Func<ValueTask> Work, long Bytes);
}
