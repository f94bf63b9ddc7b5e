// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Pricing;

namespace NemoFlow.Engine.Pricing;

/// <summary>The prices that come with NemoFlow, as of the days that stand with them.</summary>
public static class BundledPrices
{
    private static readonly Lazy<(IReadOnlyList<ModelPrice> Entries, PriceBook Book)> Loaded = new(Load);

    /// <summary>The entries.</summary>
    public static IReadOnlyList<ModelPrice> Entries => Loaded.Value.Entries;

    /// <summary>A book of them alone.</summary>
    public static PriceBook Book => Loaded.Value.Book;

    private static (IReadOnlyList<ModelPrice> Entries, PriceBook Book) Load()
    {
        using Stream stream = typeof(BundledPrices).Assembly.GetManifestResourceStream("prices.json")!;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        IReadOnlyList<ModelPrice> entries = PriceCatalog.Read(copy.ToArray(), "prices.json");
        return (entries, new PriceBook(entries));
    }
}
