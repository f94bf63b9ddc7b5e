// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Pricing;

/// <summary>Reads catalogs of prices, version 1.</summary>
public static class PriceCatalog
{
    private static readonly string[] RateKeys = ["input_per_million", "output_per_million", "cache_read_per_million", "cache_write_per_million", "cache_write_1h_per_million"];

    /// <summary>The entries of a catalog, in its order.</summary>
    /// <param name="json">The catalog.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="unknown">Gets the keys that are not known, and what is.</param>
    /// <exception cref="PriceCatalogException">It is no catalog, or an entry lacks something.</exception>
    public static IReadOnlyList<ModelPrice> Read(ReadOnlyMemory<byte> json, string name, Action<CatalogPlace, string>? unknown = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new PriceCatalogException(name, CatalogPlace.Root, "must be an object: {\"version\": 1, \"entries\": []}");
            }

            CatalogReader catalog = new CatalogReader(root, name, CatalogPlace.Root, null).Know(unknown, "version", "entries");
            if (root.LongAt("version") != 1)
            {
                throw catalog.Wrong("version", "must be 1");
            }

            if (root.At("entries") is not { ValueKind: JsonValueKind.Array } entries)
            {
                throw catalog.Wrong("entries", "must be a list");
            }

            return [.. entries.EnumerateArray().Select((entry, i) => Entry(entry, name, CatalogPlace.Root.Member("entries").Item(i), unknown))];
        }
        catch (JsonException e)
        {
            throw new PriceCatalogException($"{name} is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).", e);
        }
    }

    private static ModelPrice Entry(JsonElement json, string name, CatalogPlace place, Action<CatalogPlace, string>? unknown)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new PriceCatalogException(name, place, "must be a table with provider, model_id and rates");
        }

        string model = new CatalogReader(json, name, place, null).Required("model_id");
        CatalogReader entry = new CatalogReader(json, name, place, model).Know(
            unknown, "provider", "model_id", "aliases", "currency", "unit", "rates", "prompt_cache", "long_context", "tiers", "effective_from", "effective_until", "pricing_as_of",
            "pricing_source", "source", "pricing_confidence");
        entry.Choice("unit", "per_token");
        entry.Table("prompt_cache")?.Know(unknown, "read_accounting").Choice("read_accounting", "included_in_prompt_tokens", "separate", "separate_from_prompt_tokens");
        CatalogReader? longContext = entry.Table("long_context")?.Know(unknown, "above_prompt_tokens", "rates");
        return new ModelPrice
        {
            Provider = entry.Required("provider"),
            ModelId = model,
            Aliases = entry.Words("aliases"),
            Currency = entry.Word("currency") ?? "USD",
            Rates = Rates(entry.Table("rates") ?? throw entry.Wrong("rates", "is missing: write a table with input_per_million and output_per_million"), unknown),
            LongAbove = longContext?.RequiredCount("above_prompt_tokens"),
            LongRates = longContext?.Table("rates") is { } rates ? Rates(rates, unknown) : null,
            Tiers = Tiers(entry.Table("tiers"), unknown),
            From = entry.Day("effective_from"),
            Until = entry.Day("effective_until"),
            AsOf = entry.Day("pricing_as_of"),
            Source = entry.Word("pricing_source") ?? entry.Word("source"),
            Confidence = entry.Word("pricing_confidence"),
        };
    }

    private static PriceRates Rates(CatalogReader rates, Action<CatalogPlace, string>? unknown)
    {
        rates.Know(unknown, RateKeys);
        return new PriceRates
        {
            Input = rates.RequiredRate("input_per_million"),
            Output = rates.RequiredRate("output_per_million"),
            CacheRead = rates.Rate("cache_read_per_million"),
            CacheWrite = rates.Rate("cache_write_per_million"),
            CacheWriteHour = rates.Rate("cache_write_1h_per_million"),
        };
    }

    private static Dictionary<string, PriceTier> Tiers(CatalogReader? tiers, Action<CatalogPlace, string>? unknown)
    {
        Dictionary<string, PriceTier> read = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, _) in tiers?.Members ?? [])
        {
            CatalogReader tier = tiers!.Table(name) ?? throw tiers.Wrong(name, "must be a table with a factor");
            read[name] = new PriceTier(tier.Know(unknown, "factor").RequiredFactor("factor"));
        }

        return read;
    }
}
