// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Unicode;
using NemoFlow.Configuration.Json;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Pricing;

namespace NemoFlow.Configuration.Settings;

/// <summary>A catalog of prices that a configuration names or holds. Where something stands in it is only looked up when there is something to tell.</summary>
internal sealed class PriceSource
{
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _json;
    private readonly Func<CatalogPlace, string> _locate;

    private PriceSource(string name, ReadOnlyMemory<byte> json, Func<CatalogPlace, string> locate)
    {
        _name = name;
        _json = json;
        _locate = locate;
    }

    /// <summary>A file.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static PriceSource File(string path, ConfigSource named)
    {
        byte[] bytes = SettingsFile.Read(path) ?? throw new ConfigurationException($"{named}: pricing.sources.path must name a catalog of prices: {path} does not exist.");
        ReadOnlyMemory<byte> json = bytes;
        Lazy<JsoncDocument> document = new(() => Parse(bytes, path));
        if (!Utf8.IsValid(bytes))
        {
            _ = document.Value;
        }

        return new PriceSource(path, json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json, place => $"{path}:{Position(document.Value, place)}");
    }

    /// <summary>A table within the configuration.</summary>
    public static PriceSource Inline(ConfigTable catalog) => new(catalog.Source.ToString(), Encoding.UTF8.GetBytes(NodeText.Json(catalog)), place => Node(catalog, place).Source.ToString());

    /// <summary>The entries; keys that are not known lead to what the policy says.</summary>
    /// <exception cref="ConfigurationException">It is no catalog.</exception>
    public IReadOnlyList<ModelPrice> Read(Reactions reactions)
    {
        Dictionary<string, UnknownKey> unknown = new(StringComparer.Ordinal);
        IReadOnlyList<ModelPrice> entries;
        try
        {
            entries = PriceCatalog.Read(_json, _name, (place, advice) =>
            {
                string kind = place.Steps[^1] + advice;
                unknown[kind] = unknown.TryGetValue(kind, out UnknownKey? first) ? first with { Count = first.Count + 1 } : new UnknownKey(place, advice, 1);
            });
        }
        catch (PriceCatalogException e) when (e.Place is { } place)
        {
            throw new ConfigurationException($"{_locate(place)}: {place} {e.Problem}.", e);
        }
        catch (PriceCatalogException e)
        {
            // It is no JSON: then looking for the place tells where it stops being any.
            throw new ConfigurationException($"{_locate(CatalogPlace.Root)}: {e.Message}", e);
        }

        foreach (UnknownKey key in unknown.Values)
        {
            string more = key.Count > 1 ? $" It stands in {key.Count} places." : "";
            reactions.UnknownField($"{_locate(key.Place)}: {key.Place} {key.Advice}.{more}", strict: false);
        }

        return entries;
    }

    private static JsoncDocument Parse(byte[] bytes, string path)
    {
        try
        {
            return JsoncDocument.Parse(bytes, path);
        }
        catch (JsoncException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    private static JsoncPosition Position(JsoncDocument document, CatalogPlace place)
    {
        JsoncValue value = document.Root;
        foreach (string step in place.Steps)
        {
            if ((value as JsoncContainer)?.TryGet(step) is not { } inner)
            {
                break;
            }

            value = inner;
        }

        return value.Position;
    }

    private static ConfigNode Node(ConfigTable catalog, CatalogPlace place)
    {
        ConfigNode node = catalog;
        foreach (string step in place.Steps)
        {
            ConfigNode? inner = node switch
            {
                ConfigTable table => table[step],
                ConfigList list when int.TryParse(step, out int index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (inner is null)
            {
                break;
            }

            node = inner;
        }

        return node;
    }

    private sealed record UnknownKey(CatalogPlace Place, string Advice, int Count);
}
