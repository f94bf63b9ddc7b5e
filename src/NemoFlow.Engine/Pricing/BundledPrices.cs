// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Pricing;

namespace NemoFlow.Engine.Pricing;

/// <summary>The prices that come with NemoFlow, as of the days that stand with them. Read when the first of them is wanted.</summary>
public static class BundledPrices
{
    private static readonly Lazy<IReadOnlyList<ModelPrice>> Loaded = new(Load);

    /// <summary>The entries.</summary>
    public static IReadOnlyList<ModelPrice> Entries => Loaded.Value;

    /// <summary>A book of them alone.</summary>
    public static PriceBook Book { get; } = new("bundled", () => Entries);

    private static IReadOnlyList<ModelPrice> Load()
    {
        using Stream stream = typeof(BundledPrices).Assembly.GetManifestResourceStream("prices.json")!;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return PriceCatalog.Read(copy.ToArray(), "prices.json");
    }
}
