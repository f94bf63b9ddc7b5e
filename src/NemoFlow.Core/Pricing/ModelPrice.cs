// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Pricing;

/// <summary>What one model costs.</summary>
public sealed record ModelPrice
{
    /// <summary>The provider, for example <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model.</summary>
    public required string ModelId { get; init; }

    /// <summary>Other names of the model.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The currency; only US dollars become a cost.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The usual prices.</summary>
    public required PriceRates Rates { get; init; }

    /// <summary>Requests with more input tokens, cached ones included, have <see cref="LongRates"/> for all their tokens.</summary>
    public long? LongAbove { get; init; }

    /// <summary>Prices of long requests; null where they are not known.</summary>
    public PriceRates? LongRates { get; init; }

    /// <summary>What service tiers cost.</summary>
    public IReadOnlyDictionary<string, PriceTier> Tiers { get; init; } = new Dictionary<string, PriceTier>();

    /// <summary>The first day these prices hold; null for ever before.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day these prices hold; null for ever after.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>When the prices were looked up.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Where they were looked up.</summary>
    public string? Source { get; init; }

    /// <summary><c>provider</c> where the prices stand on a page of the provider, <c>reported</c> where somebody else tells them; null where that is not said.</summary>
    public string? Confidence { get; init; }

    internal bool HoldsOn(DateOnly day) => (From is null || From <= day) && (Until is null || day <= Until);
}
