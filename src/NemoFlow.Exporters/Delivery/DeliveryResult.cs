// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>What became of a request.</summary>
public sealed record DeliveryResult
{
    /// <summary>What became of it.</summary>
    public required DeliveryVerdict Verdict { get; init; }

    /// <summary>How many of the units were in it.</summary>
    public int Units { get; init; }

    /// <summary>How many of them the target threw away, by its own account.</summary>
    public long Rejected { get; init; }

    /// <summary>How long the target asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What went wrong, and what to do; null where nothing did.</summary>
    public string? Problem { get; init; }

    /// <summary>What kept the target from taking it.</summary>
    public DeliveryCause Cause { get; init; }

    /// <summary>What it answered, without its address and without advice.</summary>
    public string Answer { get; init; } = "";
}
