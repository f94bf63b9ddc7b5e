// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>Tokens of one or more model calls. A part that was not told is null, never zero.</summary>
public sealed record TokenUsage
{
    /// <summary>All input tokens, those read from and written to a cache included.</summary>
    public long? Input { get; init; }

    /// <summary>Input tokens read from a cache; part of <see cref="Input"/>.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Input tokens written to a cache; part of <see cref="Input"/>.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Tokens written to a cache that keeps them for an hour; part of <see cref="CacheWrite"/>, and dearer than the rest of it.</summary>
    public long? CacheWriteHour { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public long? Output { get; init; }

    /// <summary>Reasoning tokens; part of <see cref="Output"/>.</summary>
    public long? Reasoning { get; init; }

    /// <summary>The total as the provider tells it.</summary>
    public long? Total { get; init; }

    /// <summary>Cost in US dollars, where the provider tells it or a catalog of prices knows the model; of a sum, what is known of it.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>True where the cost, or a part of it, was estimated from a catalog of prices.</summary>
    public bool CostEstimated { get; init; }

    /// <summary>What the parts of that cost, for one call whose cost was estimated; null where only the whole is known.</summary>
    public CostSplit? CostSplit { get; init; }

    /// <summary>The provider's usage object as it arrived.</summary>
    public JsonElement? Raw { get; init; }

    /// <summary>The sum of two; a part is null only where both are.</summary>
    public static TokenUsage Add(TokenUsage left, TokenUsage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new TokenUsage
        {
            Input = Sum(left.Input, right.Input),
            CacheRead = Sum(left.CacheRead, right.CacheRead),
            CacheWrite = Sum(left.CacheWrite, right.CacheWrite),
            CacheWriteHour = Sum(left.CacheWriteHour, right.CacheWriteHour),
            Output = Sum(left.Output, right.Output),
            Reasoning = Sum(left.Reasoning, right.Reasoning),
            Total = Sum(left.Total, right.Total),
            CostUsd = left.CostUsd is null ? right.CostUsd : left.CostUsd + (right.CostUsd ?? 0),
            CostEstimated = left.CostEstimated || right.CostEstimated,
        };
    }

    private static long? Sum(long? left, long? right) => left is null ? right : left + (right ?? 0);
}
