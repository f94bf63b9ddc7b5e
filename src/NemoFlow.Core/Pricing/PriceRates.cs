// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Pricing;

/// <summary>Prices of a million tokens each.</summary>
public sealed record PriceRates
{
    /// <summary>Input that was neither read from nor written to a cache.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output, reasoning included.</summary>
    public required decimal Output { get; init; }

    /// <summary>Input read from a cache; null where it is not known.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to a cache for the shortest time; null where it is not known.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to a cache for an hour; null where it is not known.</summary>
    public decimal? CacheWriteHour { get; init; }

    /// <summary>All prices times a factor.</summary>
    public PriceRates Times(decimal factor) => new()
    {
        Input = Input * factor,
        Output = Output * factor,
        CacheRead = CacheRead * factor,
        CacheWrite = CacheWrite * factor,
        CacheWriteHour = CacheWriteHour * factor,
    };
}
