// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Pricing;

/// <summary>Tells lists of prices apart by what they say about costs; where prices are from does not count.</summary>
internal static class PriceFingerprint
{
    /// <summary>Half of a hash is plenty among the handful of catalogs that a user ever has.</summary>
    private const int Length = 32;

    public static string Of(IEnumerable<ModelPrice> entries)
    {
        StringBuilder text = new();
        foreach (ModelPrice entry in entries)
        {
            Add(text, entry.Provider, entry.ModelId, entry.Currency, entry.LongAbove, entry.From?.DayNumber, entry.Until?.DayNumber);
            Add(text, entry.Rates);
            Add(text, entry.LongRates);
            Add(text, [.. entry.Aliases]);
            foreach ((string tier, PriceTier factor) in entry.Tiers.OrderBy(t => t.Key, StringComparer.Ordinal))
            {
                Add(text, tier, factor.Factor);
            }

            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length];
    }

    private static void Add(StringBuilder text, PriceRates? rates) =>
        Add(text, rates?.Input, rates?.Output, rates?.CacheRead, rates?.CacheWrite, rates?.CacheWriteHour);

    /// <summary>The length in front keeps neighbours apart, whatever is in them.</summary>
    private static void Add(StringBuilder text, params object?[] parts)
    {
        text.Append(parts.Length).Append('(');
        foreach (object? part in parts)
        {
            string written = Convert.ToString(part, CultureInfo.InvariantCulture) ?? "";
            text.Append(written.Length).Append(':').Append(written);
        }

        text.Append(')');
    }
}
