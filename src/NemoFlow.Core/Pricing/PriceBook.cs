// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;
using NemoFlow.Text;

namespace NemoFlow.Pricing;

/// <summary>
/// Estimates what model calls cost. Whatever is not known makes the cost unknown, never zero: a model without an entry, a kind of
/// tokens without a price, a service tier without a factor.
/// </summary>
public sealed partial class PriceBook
{
    private static readonly string[] UsualTiers = ["default", "standard", "auto", "standard_only"];

    private readonly Lazy<IReadOnlyList<ModelPrice>> _entries;
    private readonly Lazy<string> _fingerprint;
    private readonly Lazy<Dictionary<string, List<ModelPrice>>> _byName;

    /// <summary>Takes entries; of several for a model, the first that holds counts.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="behind">A book whose entries follow them.</param>
    public PriceBook(IReadOnlyList<ModelPrice> entries, PriceBook? behind = null)
        : this(() => PriceFingerprint.Of(entries) + (behind is null ? "" : "+" + behind.Fingerprint), () => behind is null ? entries : [.. entries, .. behind._entries.Value]) =>
        ArgumentNullException.ThrowIfNull(entries);

    /// <summary>Takes entries that are read when the first price is wanted.</summary>
    /// <param name="name">Stands for their content; see <see cref="Fingerprint"/>.</param>
    /// <param name="entries">Reads them.</param>
    public PriceBook(string name, Func<IReadOnlyList<ModelPrice>> entries)
        : this(() => name, entries)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(entries);
    }

    private PriceBook(Func<string> fingerprint, Func<IReadOnlyList<ModelPrice>> entries)
    {
        _fingerprint = new Lazy<string>(fingerprint);
        _entries = new Lazy<IReadOnlyList<ModelPrice>>(entries);
        _byName = new Lazy<Dictionary<string, List<ModelPrice>>>(ByName);
    }

    /// <summary>Knows no prices.</summary>
    public static PriceBook Empty { get; } = new("none", () => []);

    /// <summary>Letters and digits that change with the prices: what was reckoned with others has to be reckoned again.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The entry of a model; null where there is none.</summary>
    /// <param name="provider">The provider, as far as it is known: entries of it go first.</param>
    /// <param name="model">The model, as the provider or the agent names it.</param>
    /// <param name="day">The day of the call.</param>
    public ModelPrice? Find(string? provider, string model, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (string name in Names(model))
        {
            if (_byName.Value.TryGetValue(name, out List<ModelPrice>? entries))
            {
                List<ModelPrice> holding = entries.FindAll(e => e.HoldsOn(day));
                if (holding.Count > 0)
                {
                    return holding.Find(e => provider is not null && e.Provider.Equals(provider, StringComparison.OrdinalIgnoreCase)) ?? holding[0];
                }
            }
        }

        return null;
    }

    /// <summary>What the parts of a call cost; null where not all of it is known.</summary>
    public static CostSplit? Split(ModelPrice price, TokenUsage usage, string? tier)
    {
        ArgumentNullException.ThrowIfNull(price);
        ArgumentNullException.ThrowIfNull(usage);
        if (price.Currency != "USD" || usage.Input is not { } input || usage.Output is not { } output)
        {
            return null;
        }

        if ((price.LongAbove is { } limit && input > limit ? price.LongRates : price.Rates) is not { } rates)
        {
            return null;
        }

        if (tier is not null && !UsualTiers.Contains(tier, StringComparer.OrdinalIgnoreCase))
        {
            if (!price.Tiers.TryGetValue(tier, out PriceTier? factor))
            {
                return null;
            }

            rates = rates.Times(factor.Factor);
        }

        long read = usage.CacheRead ?? 0;
        long written = usage.CacheWrite ?? 0;
        long hour = Math.Min(written, usage.Raw?.LongAt("cache_creation.ephemeral_1h_input_tokens") ?? 0);
        // Counts that do not fit together do not make the whole unknown: then reasoning is told within the output.
        long? reasoning = usage.Reasoning <= output ? usage.Reasoning : null;
        decimal? reads = Part(read, rates.CacheRead);
        decimal? writes = Part(written - hour, rates.CacheWrite) + Part(hour, rates.CacheWriteHour);
        return Part(input - read - written, rates.Input) is { } fresh && reads is not null && writes is not null && Part(output - (reasoning ?? 0), rates.Output) is { } said
            ? new CostSplit
            {
                Input = fresh,
                CacheRead = usage.CacheRead is null ? null : reads,
                CacheWrite = usage.CacheWrite is null ? null : writes,
                Output = said,
                Reasoning = reasoning is { } thought ? Part(thought, rates.Output) : null,
            }
            : null;
    }

    /// <summary>The cost of one call in US dollars, as far as the book knows it.</summary>
    public decimal? Cost(string api, IEnumerable<string?> models, TokenUsage usage, JsonElement? response, DateTimeOffset time) =>
        Split(api, models, usage, response, time) is { } split ? split.Prompt + split.Completion : null;

    /// <summary>What the parts of one call cost, as far as the book knows it.</summary>
    public CostSplit? Split(string api, IEnumerable<string?> models, TokenUsage usage, JsonElement? response, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(models);
        string? tier = usage?.Raw?.TextAt("speed") is "fast" ? "fast" : usage?.Raw?.TextAt("service_tier") ?? response?.TextAt("service_tier");
        DateOnly day = DateOnly.FromDateTime(time.UtcDateTime);
        foreach (string model in models.OfType<string>())
        {
            if (Find(ProviderOf(api), model, day) is { } price)
            {
                return Split(price, usage!, tier);
            }
        }

        return null;
    }

    private Dictionary<string, List<ModelPrice>> ByName()
    {
        Dictionary<string, List<ModelPrice>> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (ModelPrice entry in _entries.Value)
        {
            foreach (string name in entry.Aliases.Prepend(entry.ModelId).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!byName.TryGetValue(name, out List<ModelPrice>? same))
                {
                    byName.Add(name, same = []);
                }

                same.Add(entry);
            }
        }

        return byName;
    }

    private static string? ProviderOf(string? api) => api switch
    {
        null => null,
        _ when api.StartsWith("openai.", StringComparison.Ordinal) => "openai",
        _ when api.StartsWith("anthropic.", StringComparison.Ordinal) => "anthropic",
        _ => null,
    };

    /// <summary>No tokens cost nothing, whether or not their price is known; a negative number says that the counts do not fit together.</summary>
    private static decimal? Part(long tokens, decimal? rate) => tokens switch
    {
        0 => 0,
        < 0 => null,
        _ => tokens * rate / 1_000_000m,
    };

    /// <summary>The name itself; without what routers put in front; without a variant, a date or <c>-latest</c> behind it.</summary>
    private static IEnumerable<string> Names(string model)
    {
        yield return model;
        string bare = model[(model.LastIndexOf('/') + 1)..];
        if (bare.Length < model.Length && bare.Length > 0)
        {
            yield return bare;
        }

        string stripped = Variant().Replace(bare, "");
        if (stripped.Length < bare.Length)
        {
            yield return stripped;
        }

        string undated = Dated().Replace(stripped, "");
        if (undated.Length < stripped.Length)
        {
            yield return undated;
        }
    }

    [GeneratedRegex(@"(?:\[[0-9a-z]+\]|:[a-z0-9\-]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Variant();

    [GeneratedRegex(@"(?:-\d{4}-\d{2}-\d{2}|-20\d{6}|-latest)$", RegexOptions.CultureInvariant)]
    private static partial Regex Dated();
}
