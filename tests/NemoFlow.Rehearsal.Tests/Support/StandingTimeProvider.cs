// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Tests.Support;

/// <summary>A clock that stands still: no timer ever fires.</summary>
internal sealed class StandingTimeProvider : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => ImmediateTimeProvider.Noon;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
