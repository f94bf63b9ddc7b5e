// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Pricing;

/// <summary>Reads the values of one object of a catalog, and says where one is not what it must be.</summary>
/// <param name="json">The object.</param>
/// <param name="name">What errors call the catalog.</param>
/// <param name="place">Where the object stands.</param>
/// <param name="entry">The model that it is about; null outside of entries.</param>
internal sealed class CatalogReader(JsonElement json, string name, CatalogPlace place, string? entry)
{
    /// <summary>Beyond it lies a mistake; it also keeps sums within what can be reckoned with.</summary>
    private const decimal HighestRate = 1_000_000;

    private const decimal HighestFactor = 1000;

    public IEnumerable<(string Key, JsonElement Value)> Members => json.EnumerateObject().Select(m => (m.Name, m.Value));

    /// <summary>Tells the members that are not known.</summary>
    public CatalogReader Know(Action<CatalogPlace, string>? unknown, params string[] known)
    {
        if (unknown is not null)
        {
            foreach (JsonProperty member in json.EnumerateObject().Where(m => !known.Contains(m.Name, StringComparer.Ordinal)))
            {
                unknown(place.Member(member.Name), $"is no known key: known are {string.Join(", ", known)}");
            }
        }

        return this;
    }

    public string Required(string key) => Word(key) ?? throw Wrong(key, "is missing: write a text");

    public string? Word(string key) => Value(key, JsonValueKind.String, "must be a text")?.GetString() switch
    {
        null => null,
        "" => throw Wrong(key, "must not be empty"),
        { } text => text,
    };

    public string? Choice(string key, params string[] choices) =>
        Word(key) is not { } word ? null : choices.Contains(word, StringComparer.Ordinal) ? word : throw Wrong(key, "must be one of " + string.Join(", ", choices.Select(c => $"\"{c}\"")));

    public List<string> Words(string key)
    {
        List<string> words = [];
        foreach (JsonElement item in Value(key, JsonValueKind.Array, "must be a list of texts")?.EnumerateArray() ?? default)
        {
            words.Add(item.Scalar() is { } word && item.ValueKind == JsonValueKind.String ? word : throw Wrong(key, "must be a list of texts"));
        }

        return words;
    }

    public CatalogReader? Table(string key) =>
        Value(key, JsonValueKind.Object, "must be a table") is { } value ? new CatalogReader(value, name, place.Member(key), entry) : null;

    public decimal? Rate(string key) => Number(key, HighestRate, "US dollars for a million tokens");

    public decimal RequiredRate(string key) => Rate(key) ?? throw Wrong(key, "is missing: write US dollars for a million tokens");

    public decimal RequiredFactor(string key) => Number(key, HighestFactor, "times the usual prices") ?? throw Wrong(key, "is missing: write a number, times the usual prices");

    public long RequiredCount(string key) => json.LongAt(key) is >= 0 and { } count ? count : throw Wrong(key, "must be a whole number of at least 0");

    public DateOnly? Day(string key)
    {
        if (Word(key) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : throw Wrong(key, "must be a day as \"2026-11-21\"");
    }

    public PriceCatalogException Wrong(string key, string problem) => new(name, place.Member(key), entry is null ? problem : $"{problem} (entry of {entry})");

    private decimal? Number(string key, decimal highest, string meaning)
    {
        if (json.At(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && number >= 0 && number <= highest
            ? number
            : throw Wrong(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to {highest}: {meaning}"));
    }

    private JsonElement? Value(string key, JsonValueKind kind, string problem) =>
        json.At(key) is not { } value ? null : value.ValueKind == kind ? value : throw Wrong(key, problem);
}
