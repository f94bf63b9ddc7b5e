// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Folding;

namespace NemoFlow.Engine.Delivery;

/// <summary>
/// Delivers to one target, behind everybody's back: sessions are offered to it in no time, and whatever the target does, nobody waits for it.
/// What has arrived stands in an account beside the journal, so that a target that was away gets all of it, by this gateway or a later one.
/// </summary>
internal sealed class DeliveryWorker : IAsyncDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    private readonly IDeliveryTarget _target;
    private readonly TimeProvider _time;
    private readonly SessionDelivery _sessions;
    private readonly WaitingSessions _waiting = new();
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Task _loop;
    private TaskCompletionSource _signal = NewSignal();
    private DateTimeOffset? _retryAt;
    private bool _stopping;
    private long _delivered;
    private long _rejected;
    private long _failures;
    private DateTimeOffset? _lastDelivered;
    private string? _lastProblem;
    private DateTimeOffset? _lastProblemAt;
    private WaitingSessions.Waiting? _onItsWay;

    public DeliveryWorker(IDeliveryTarget target, string sessionsFolder, Interpreters interpreters, TimeProvider time)
    {
        _target = target;
        _time = time;
        _sessions = new SessionDelivery(target, sessionsFolder, interpreters, time);
        _backoff = new Backoff(Random.Shared.NextDouble);
        _loop = Task.Run(RunAsync);
    }

    public IDeliveryTarget Target => _target;

    public DeliveryStatus Status
    {
        get
        {
            DateTimeOffset now = _time.GetUtcNow();
            lock (_lock)
            {
                // What a slow target has not answered yet has not arrived either.
                WaitingSessions.Waiting? onItsWay = _onItsWay;
                DateTimeOffset? oldest = _waiting.Oldest is { } first && !(onItsWay?.Since < first) ? first : onItsWay?.Since;
                return new DeliveryStatus
                {
                    Name = _target.Name,
                    Kind = _target.Kind,
                    Address = _target.Address,
                    Delivered = _delivered,
                    Rejected = _rejected,
                    Failures = _failures,
                    FailuresInARow = _backoff.Failures,
                    WaitingSessions = _waiting.Count + (onItsWay is null || _waiting.Holds(onItsWay.Id) ? 0 : 1),
                    Lag = oldest is { } since && since < now ? now - since : TimeSpan.Zero,
                    LastDeliveredAt = _lastDelivered,
                    LastProblem = _lastProblem,
                    LastProblemAt = _lastProblemAt,
                    NextTryAt = _retryAt > now ? _retryAt : null,
                };
            }
        }
    }

    /// <summary>A session as it stands now.</summary>
    public void Offer(Session session, long journalBytes)
    {
        _waiting.Add(session.Id, _backoff.Failures == 0 ? session : null, journalBytes, _time.GetUtcNow());
        Wake();
    }

    /// <summary>A session of which something may be missing from before.</summary>
    public void Remember(string sessionId, DateTimeOffset since)
    {
        _waiting.Add(sessionId, null, 0, _time.GetUtcNow(), since: since);
        Wake();
    }

    /// <summary>Delivers what waits as long as the target takes it, at most for the given time, then stops. What is left stays for a later gateway.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        lock (_lock)
        {
            _stopping = true;
        }

        Wake();
        try
        {
            await _loop.WaitAsync(limit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        await _target.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        lock (_lock)
        {
            _signal.TrySetResult();
        }
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Task signal;
            bool stopping;
            lock (_lock)
            {
                if (_signal.Task.IsCompleted)
                {
                    _signal = NewSignal();
                }

                signal = _signal.Task;
                stopping = _stopping;
            }

            // When the gateway stops, nothing more will come: all is due, and a target that failed gets one last chance.
            DateTimeOffset now = stopping ? DateTimeOffset.MaxValue : _time.GetUtcNow();
            DateTimeOffset? next = _retryAt > now ? _retryAt : _waiting.NextDue(now);
            if (next is null && stopping)
            {
                return;
            }

            if (next is null || next > now)
            {
                await WaitAsync(signal, next is null ? Forever : next.Value - now).ConfigureAwait(false);
                continue;
            }

            if (Take(now) is { } waiting && !await DeliverAsync(waiting, now).ConfigureAwait(false) && stopping)
            {
                return;
            }
        }
    }

    /// <summary>Takes what is due. Until it has been dealt with it still waits, for those who ask.</summary>
    private WaitingSessions.Waiting? Take(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _onItsWay = _waiting.TakeDue(now);
        }
    }

    private void LetGo()
    {
        lock (_lock)
        {
            _onItsWay = null;
        }
    }

    private async Task WaitAsync(Task signal, TimeSpan longest)
    {
        using CancellationTokenSource waited = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await Task.WhenAny(signal, Task.Delay(longest, _time, waited.Token)).ConfigureAwait(false);
        }
        finally
        {
            await waited.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> DeliverAsync(WaitingSessions.Waiting waiting, DateTimeOffset dueAt)
    {
        DeliveryStep step;
        try
        {
            step = await _sessions.RunAsync(waiting, dueAt, Told, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            // Whatever is wrong with one session or with the disk, the others and the recorder go on.
            Told(new DeliveryResult { Verdict = DeliveryVerdict.Later, Problem = $"session {waiting.Id}: {e.Message}" }, 0);
            step = DeliveryStep.Failed(null);
        }

        DateTimeOffset now = _time.GetUtcNow();
        if (step.IsFailure)
        {
            lock (_lock)
            {
                _retryAt = now + _backoff.Next(step.RetryAfter);
            }

            _waiting.DropSnapshots();
            _waiting.Add(waiting.Id, null, 0, now, since: waiting.Since);
            LetGo();
            return false;
        }

        if (step.Again is { } again && dueAt != DateTimeOffset.MaxValue)
        {
            _waiting.Add(waiting.Id, waiting.Session, waiting.Bytes, now, again, waiting.Since);
        }

        LetGo();
        return true;
    }

    private void Told(DeliveryResult result, int units)
    {
        lock (_lock)
        {
            _delivered += result.Verdict == DeliveryVerdict.Delivered ? units - result.Rejected : 0;
            _rejected += result.Rejected;
            if (result.Problem is { } problem)
            {
                _lastProblem = problem;
                _lastProblemAt = _time.GetUtcNow();
            }

            if (result.Verdict == DeliveryVerdict.Later)
            {
                _failures++;
                return;
            }

            _backoff.Reset();
            _retryAt = null;
            _lastDelivered = result.Verdict == DeliveryVerdict.Delivered ? _time.GetUtcNow() : _lastDelivered;
        }
    }
}
