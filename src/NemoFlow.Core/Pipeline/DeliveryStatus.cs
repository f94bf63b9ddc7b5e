// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rendering;

namespace NemoFlow;

/// <summary>How an exporter stands: what arrived, what waits, and why.</summary>
public sealed record DeliveryStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is: <c>otlp</c>, <c>atof</c>, <c>atif</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>Where it delivers to, without credentials.</summary>
    public required string Address { get; init; }

    /// <summary>Spans, lines or documents that arrived since the gateway was started.</summary>
    public long Delivered { get; init; }

    /// <summary>Those that the target threw away or will never take.</summary>
    public long Rejected { get; init; }

    /// <summary>Requests that failed since the gateway was started.</summary>
    public long Failures { get; init; }

    /// <summary>Requests that failed since the last one that did not.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Sessions of which something may still have to be delivered, one that is on its way included.</summary>
    public int WaitingSessions { get; init; }

    /// <summary>How long the oldest of them has waited; zero where none does.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>When something last arrived.</summary>
    public DateTimeOffset? LastDeliveredAt { get; init; }

    /// <summary>What went wrong last, and what to do; null where nothing did.</summary>
    public string? LastProblem { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastProblemAt { get; init; }

    /// <summary>When what waits is tried again; null where it is not held back.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>True where the latest request failed: what waits is kept and tried again.</summary>
    public bool IsFailing => FailuresInARow > 0;

    /// <inheritdoc/>
    public override string ToString() => DeliveryLine.Now(this);
}
