// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Pricing;

/// <summary>Reads catalogs of prices, version 1.</summary>
public static class PriceCatalog
{
    /// <summary>The entries of a catalog, in its order.</summary>
    /// <param name="json">The catalog.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="PriceCatalogException">It is no catalog, or an entry lacks something.</exception>
    public static IReadOnlyList<ModelPrice> Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.LongAt("version") != 1)
            {
                throw new PriceCatalogException($"{name}: version must be 1.");
            }

            if (root.At("entries") is not { ValueKind: JsonValueKind.Array } entries)
            {
                throw new PriceCatalogException($"{name}: entries must be a list.");
            }

            return [.. entries.EnumerateArray().Select((entry, i) => Entry(entry, $"{name}: entries[{i}]"))];
        }
        catch (JsonException e)
        {
            throw new PriceCatalogException($"{name} is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).", e);
        }
    }

    private static ModelPrice Entry(JsonElement entry, string name)
    {
        string model = Text(entry, "model_id", name);
        name += $" ({model})";
        if (entry.TextAt("unit") is { } unit && unit is not "per_token")
        {
            throw new PriceCatalogException($"{name}: unit must be per_token.");
        }

        if (entry.TextAt("prompt_cache.read_accounting") is { } accounting && accounting is not ("included_in_prompt_tokens" or "separate" or "separate_from_prompt_tokens"))
        {
            throw new PriceCatalogException($"{name}: prompt_cache.read_accounting must be included_in_prompt_tokens or separate.");
        }

        JsonElement? longContext = entry.At("long_context");
        return new ModelPrice
        {
            Provider = Text(entry, "provider", name),
            ModelId = model,
            Aliases = [.. entry.ItemsAt("aliases").Select(a => a.Scalar()).OfType<string>()],
            Currency = entry.TextAt("currency") ?? "USD",
            Rates = Rates(entry.At("rates"), name + ".rates"),
            LongAbove = longContext is { } lc ? lc.LongAt("above_prompt_tokens") ?? throw new PriceCatalogException($"{name}.long_context: above_prompt_tokens must be a whole number.") : null,
            LongRates = longContext?.At("rates") is { } longRates ? Rates(longRates, name + ".long_context.rates") : null,
            Tiers = Tiers(entry.At("tiers"), name + ".tiers"),
            From = Day(entry, "effective_from", name),
            Until = Day(entry, "effective_until", name),
            AsOf = Day(entry, "pricing_as_of", name),
            Source = entry.TextAt("pricing_source") ?? entry.TextAt("source"),
            Confidence = entry.TextAt("pricing_confidence"),
        };
    }

    private static PriceRates Rates(JsonElement? rates, string name)
    {
        if (rates is not { ValueKind: JsonValueKind.Object } all)
        {
            throw new PriceCatalogException($"{name} must be an object with input_per_million and output_per_million.");
        }

        return new PriceRates
        {
            Input = Rate(all, "input_per_million", name) ?? throw new PriceCatalogException($"{name}: input_per_million is missing."),
            Output = Rate(all, "output_per_million", name) ?? throw new PriceCatalogException($"{name}: output_per_million is missing."),
            CacheRead = Rate(all, "cache_read_per_million", name),
            CacheWrite = Rate(all, "cache_write_per_million", name),
            CacheWriteHour = Rate(all, "cache_write_1h_per_million", name),
        };
    }

    private static decimal? Rate(JsonElement rates, string key, string name)
    {
        if (rates.At(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal rate) && rate >= 0
            ? rate
            : throw new PriceCatalogException($"{name}: {key} must be a number of US dollars, 0 or more.");
    }

    private static Dictionary<string, PriceTier> Tiers(JsonElement? tiers, string name)
    {
        Dictionary<string, PriceTier> read = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty tier in tiers is { ValueKind: JsonValueKind.Object } all ? all.EnumerateObject() : default)
        {
            read[tier.Name] = new PriceTier(Rate(tier.Value, "factor", $"{name}.{tier.Name}") ?? throw new PriceCatalogException($"{name}.{tier.Name}: factor is missing."));
        }

        return read;
    }

    private static string Text(JsonElement entry, string key, string name) =>
        entry.TextAt(key) ?? throw new PriceCatalogException($"{name}: {key} is missing.");

    private static DateOnly? Day(JsonElement entry, string key, string name)
    {
        if (entry.TextAt(key) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new PriceCatalogException($"{name}: {key} must be a day as 2026-11-21.");
    }
}
