// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Pricing;

namespace NemoFlow.Core.Tests.Pricing;

public sealed class PriceBookTests
{
    private const string Catalog = """
        {
          "version": 1,
          "entries": [
            {
              "provider": "anthropic", "model_id": "claude-x", "currency": "USD", "unit": "per_token",
              "rates": { "input_per_million": 5, "output_per_million": 25, "cache_read_per_million": 0.5, "cache_write_per_million": 6.25, "cache_write_1h_per_million": 10 },
              "prompt_cache": { "read_accounting": "separate" },
              "tiers": { "batch": { "factor": 0.5 } }, "pricing_as_of": "2026-11-01", "pricing_source": "https://example.com"
            },
            {
              "provider": "openai", "model_id": "gpt-x", "aliases": ["gpt-x-codex", "openai/openai/gpt-x"],
              "rates": { "input_per_million": 1.25, "output_per_million": 10, "cache_read_per_million": 0.125 },
              "prompt_cache": { "read_accounting": "included_in_prompt_tokens" },
              "long_context": { "above_prompt_tokens": 272000, "rates": { "input_per_million": 2.5, "output_per_million": 15, "cache_read_per_million": 0.25 } }
            },
            { "provider": "openai", "model_id": "gpt-open-end", "rates": { "input_per_million": 1, "output_per_million": 2 }, "long_context": { "above_prompt_tokens": 1000 } },
            { "provider": "openai", "model_id": "gpt-dated", "rates": { "input_per_million": 4, "output_per_million": 4 }, "effective_until": "2026-10-06" },
            { "provider": "openai", "model_id": "gpt-dated", "rates": { "input_per_million": 1, "output_per_million": 1 }, "effective_from": "2026-10-07" },
            { "provider": "elsewhere", "model_id": "gpt-euro", "currency": "EUR", "rates": { "input_per_million": 1, "output_per_million": 1 } },
            { "provider": "elsewhere", "model_id": "gpt-x", "rates": { "input_per_million": 99, "output_per_million": 99 } }
          ]
        }
        """;

    private static readonly PriceBook Book = new(PriceCatalog.Read(Encoding.UTF8.GetBytes(Catalog), "test.json"));

    private static readonly DateTimeOffset Today = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    /// <summary>1,000 fresh x 5 + 20,000 read x 0.5 + 3,000 written for 5 minutes x 6.25 + 1,000 for an hour x 10 + 500 out x 25, by a million.</summary>
    [Fact]
    public void Cost_AnthropicCacheOfBothKinds_IsAsComputedByHand()
    {
        TokenUsage usage = new()
        {
            Input = 25_000,
            CacheRead = 20_000,
            CacheWrite = 4_000,
            Output = 500,
            Raw = JsonDocument.Parse("""{"cache_creation":{"ephemeral_5m_input_tokens":3000,"ephemeral_1h_input_tokens":1000},"service_tier":"standard"}""").RootElement,
        };
        Assert.Equal(0.005m + 0.01m + 0.01875m + 0.01m + 0.0125m, Cost("anthropic.messages", "claude-x", usage));
        Assert.Equal(0.05625m, Cost("anthropic.messages", "claude-x", usage));
    }

    [Fact]
    public void Split_CacheOfBothKindsAndReasoning_IsThePricedPartsAndTheirSum()
    {
        TokenUsage usage = new()
        {
            Input = 25_000,
            CacheRead = 20_000,
            CacheWrite = 4_000,
            Output = 500,
            Reasoning = 120,
            Raw = JsonDocument.Parse("""{"cache_creation":{"ephemeral_1h_input_tokens":1000}}""").RootElement,
        };

        CostSplit split = Assert.IsType<CostSplit>(Book.Split("anthropic.messages", ["claude-x"], usage, null, Today));

        Assert.Equal(new CostSplit { Input = 0.005m, CacheRead = 0.01m, CacheWrite = 0.02875m, Output = 0.0095m, Reasoning = 0.003m }, split);
        Assert.Equal((0.04375m, 0.0125m, 0.05625m), (split.Prompt, split.Completion, Book.Cost("anthropic.messages", ["claude-x"], usage, null, Today)));
    }

    [Fact]
    public void Split_PartsNotToldApart_AreWithinTheWhole()
    {
        CostSplit? plain = Book.Split("openai.responses", ["gpt-x"], new TokenUsage { Input = 1000, Output = 100 }, null, Today);
        CostSplit? odd = Book.Split("openai.responses", ["gpt-x"], new TokenUsage { Input = 1000, CacheRead = 0, Output = 100, Reasoning = 101 }, null, Today);

        Assert.Equal(new CostSplit { Input = 0.00125m, Output = 0.001m }, plain);
        Assert.Equal(new CostSplit { Input = 0.00125m, CacheRead = 0, Output = 0.001m }, odd);
        Assert.Null(Book.Split("openai.responses", ["gpt-x"], new TokenUsage { Input = 1000, CacheWrite = 1, Output = 100 }, null, Today));
    }

    [Fact]
    public void Split_AnyCountsAndRates_SumsToTheCostExactly()
    {
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            decimal price = random.Next(1, 1_000_000) * 0.0001m;
            PriceRates rates = new() { Input = price, Output = price * 5, CacheRead = price * 0.1m, CacheWrite = price * 1.25m };
            (long fresh, long read, long written, long said, long thought) = (random.Next(2_000_000), random.Next(2_000_000), random.Next(2_000_000), random.Next(200_000), random.Next(200_000));
            TokenUsage usage = new() { Input = fresh + read + written, CacheRead = read, CacheWrite = written, Output = said + thought, Reasoning = thought };

            CostSplit split = PriceBook.Split(new ModelPrice { Provider = "p", ModelId = "m", Rates = rates }, usage, null)!;

            decimal whole = ((fresh * rates.Input) + (read * rates.CacheRead.Value) + (written * rates.CacheWrite.Value) + ((said + thought) * rates.Output)) / 1_000_000m;
            Assert.Equal(whole, split.Prompt + split.Completion);
        }
    }

    [Fact]
    public void Fingerprint_SamePrices_IsTheSameAndOtherOnesHaveAnother()
    {
        string[] fingerprints =
        [
            FingerprintOf(Catalog),
            FingerprintOf(Catalog.Replace("\"output_per_million\": 25,", "\"output_per_million\": 26,", StringComparison.Ordinal)),
            FingerprintOf(Catalog.Replace("\"factor\": 0.5", "\"factor\": 0.6", StringComparison.Ordinal)),
            FingerprintOf(Catalog.Replace("\"gpt-x-codex\", ", "", StringComparison.Ordinal)),
            FingerprintOf(Catalog.Replace("272000", "272001", StringComparison.Ordinal)),
            FingerprintOf(Catalog.Replace("2026-10-07", "2026-10-08", StringComparison.Ordinal)),
            PriceBook.Empty.Fingerprint,
            new PriceBook([], PriceBook.Empty).Fingerprint,
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(fingerprints[0], FingerprintOf(Catalog));
        Assert.Equal(fingerprints[0], FingerprintOf(Catalog.Replace("https://example.com", "https://example.org", StringComparison.Ordinal)));
    }

    [Fact]
    public void Find_BookBehind_ComesAfter()
    {
        ModelPrice mine = PriceCatalog.Read("""{"version":1,"entries":[{"provider":"openai","model_id":"gpt-x","rates":{"input_per_million":7,"output_per_million":7}}]}"""u8.ToArray(), "mine")[0];
        PriceBook book = new([mine], Book);

        Assert.Same(mine, book.Find("openai", "gpt-x", DateOnly.FromDateTime(Today.Date)));
        Assert.Equal("claude-x", book.Find("anthropic", "claude-x", DateOnly.FromDateTime(Today.Date))?.ModelId);
    }

    [Fact]
    public void Entries_NoPriceWanted_AreNotRead()
    {
        int read = 0;
        PriceBook book = new("late", () =>
        {
            read++;
            return [];
        });

        Assert.Equal(("late", 0), (book.Fingerprint, read));
        Assert.Null(book.Find(null, "gpt-x", DateOnly.FromDateTime(Today.Date)));
        Assert.Null(book.Find(null, "gpt-y", DateOnly.FromDateTime(Today.Date)));
        Assert.Equal(1, read);
    }

    /// <summary>8,000 fresh x 1.25 + 2,000 read x 0.125 + 1,000 out, reasoning among them, x 10.</summary>
    [Fact]
    public void Cost_OpenAICachedPartOfTheInput_IsNotCountedTwice() =>
        Assert.Equal(0.01m + 0.00025m + 0.01m, Cost("openai.responses", "gpt-x", new TokenUsage { Input = 10_000, CacheRead = 2_000, Output = 1_000, Reasoning = 600 }));

    [Theory]
    [InlineData(272_000, 0.34)]
    [InlineData(272_001, 0.6800025)]
    public void Cost_LongRequest_HasItsOwnPricesFromTheFirstTokenOn(long input, double expected) =>
        Assert.Equal((decimal)expected, Cost("openai.responses", "gpt-x", new TokenUsage { Input = input, Output = 0 }));

    [Fact]
    public void Cost_BatchTier_IsTimesItsFactor() =>
        Assert.Equal(0.0025m, Cost("anthropic.messages", "claude-x", new TokenUsage { Input = 1000, Output = 0, Raw = JsonDocument.Parse("""{"service_tier":"batch"}""").RootElement }));

    [Theory]
    [InlineData("gpt-unknown", 1000, null, null, null)]
    [InlineData("gpt-open-end", 1001, null, null, null)]
    [InlineData("gpt-euro", 1000, null, null, null)]
    [InlineData("gpt-x", 1000, 2000L, null, null)]
    [InlineData("gpt-open-end", 1000, 10L, null, null)]
    [InlineData("gpt-x", 1000, null, 10L, null)]
    [InlineData("claude-x", 1000, null, null, "priority")]
    [InlineData("claude-x", 1000, null, null, "fast")]
    public void Cost_AnythingUnknown_IsUnknownAndNotZero(string model, long input, long? read, long? written, string? tier)
    {
        string raw = tier == "fast" ? """{"speed":"fast"}""" : $$"""{"service_tier":"{{tier ?? "default"}}"}""";
        Assert.Null(Cost("openai.responses", model, new TokenUsage { Input = input, CacheRead = read, CacheWrite = written, Output = 1, Raw = JsonDocument.Parse(raw).RootElement }));
    }

    [Fact]
    public void Cost_PartOfTheCountsMissing_IsUnknown()
    {
        Assert.Null(Cost("openai.responses", "gpt-x", new TokenUsage { Input = 1000 }));
        Assert.Null(Cost("openai.responses", "gpt-x", new TokenUsage { Output = 1000 }));
    }

    [Theory]
    [InlineData("gpt-x")]
    [InlineData("GPT-X")]
    [InlineData("gpt-x-codex")]
    [InlineData("openai/gpt-x")]
    [InlineData("openai/openai/gpt-x")]
    [InlineData("gpt-x-2026-04-23")]
    [InlineData("gpt-x-latest")]
    [InlineData("claude-x-20250929")]
    [InlineData("claude-x[1m]")]
    [InlineData("anthropic/claude-x:beta")]
    public void Find_OtherNames_LeadToTheEntry(string model) => Assert.NotNull(Book.Find("openai", model, DateOnly.FromDateTime(Today.Date)));

    [Theory]
    [InlineData("gpt-x-mini")]
    [InlineData("my-gpt-x")]
    [InlineData("gpt")]
    [InlineData("")]
    public void Find_SimilarName_IsAnotherModel(string model) => Assert.Null(Book.Find("openai", model, DateOnly.FromDateTime(Today.Date)));

    [Fact]
    public void Find_SeveralProviders_TheCallsOwnGoesFirst()
    {
        DateOnly day = DateOnly.FromDateTime(Today.Date);
        Assert.Equal(99, Book.Find("elsewhere", "gpt-x", day)!.Rates.Input);
        Assert.Equal(1.25m, Book.Find("unheard-of", "gpt-x", day)!.Rates.Input);
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(7, 1)]
    public void Find_DatedPrices_HoldOnTheirDays(int day, int rate) => Assert.Equal(rate, Book.Find("openai", "gpt-dated", new DateOnly(2026, 10, day))!.Rates.Input);

    [Theory]
    [InlineData("""{"version":2,"entries":[]}""", "version must be 1")]
    [InlineData("""{"version":1}""", "entries must be a list")]
    [InlineData("""{"version":"1","entries":[]}""", "test.json: version must be 1.")]
    [InlineData("[]", "test.json: the catalog must be an object")]
    [InlineData("""{"version":1,"entries":[5]}""", "test.json: entries[0] must be a table with provider, model_id and rates.")]
    [InlineData("""{"version":1,"entries":[{"provider":"p"}]}""", "test.json: entries[0].model_id is missing: write a text.")]
    [InlineData("""{"version":1,"entries":[{"provider":5,"model_id":"m"}]}""", "entries[0].provider must be a text (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"","model_id":"m"}]}""", "entries[0].provider must not be empty (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m"}]}""", "entries[0].rates is missing: write a table with input_per_million and output_per_million (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m","rates":[]}]}""", "entries[0].rates must be a table (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m","rates":{"input_per_million":1}}]}""", "entries[0].rates.output_per_million is missing: write US dollars for a million tokens (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m","aliases":"x"}]}""", "entries[0].aliases must be a list of texts (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m","aliases":[1]}]}""", "entries[0].aliases must be a list of texts (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m","prompt_cache":{"read_accounting":"x"}}]}""", "entries[0].prompt_cache.read_accounting must be one of \"included_in_prompt_tokens\", \"separate\", \"separate_from_prompt_tokens\" (entry of m).")]
    [InlineData("""{"version":1,"entries":[{"provider":"p","model_id":"m","unit":"per_word"}]}""", "entries[0].unit must be one of \"per_token\" (entry of m).")]
    [InlineData("{", "test.json is not valid JSON")]
    public void Read_Mistake_IsToldWithItsPlace(string json, string part) => Assert.Contains(part, Mistake(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"rates\":{\"input_per_million\":-1,\"output_per_million\":1}", "rates.input_per_million must be a number from 0 to 1000000: US dollars for a million tokens")]
    [InlineData("\"rates\":{\"input_per_million\":1e400,\"output_per_million\":1}", "rates.input_per_million must be a number from 0 to 1000000")]
    [InlineData("\"rates\":{\"input_per_million\":1000001,\"output_per_million\":1}", "rates.input_per_million must be a number from 0 to 1000000")]
    [InlineData("\"rates\":{\"input_per_million\":\"5\",\"output_per_million\":1}", "rates.input_per_million must be a number from 0 to 1000000")]
    [InlineData("\"pricing_as_of\":\"June\",\"rates\":{\"input_per_million\":1,\"output_per_million\":1}", "pricing_as_of must be a day as \"2026-11-21\"")]
    [InlineData("\"long_context\":{},\"rates\":{\"input_per_million\":1,\"output_per_million\":1}", "long_context.above_prompt_tokens must be a whole number of at least 0")]
    [InlineData("\"long_context\":{\"above_prompt_tokens\":-5},\"rates\":{\"input_per_million\":1,\"output_per_million\":1}", "long_context.above_prompt_tokens must be a whole number of at least 0")]
    [InlineData("\"tiers\":{\"batch\":0.5},\"rates\":{\"input_per_million\":1,\"output_per_million\":1}", "tiers.batch must be a table")]
    [InlineData("\"tiers\":{\"batch\":{}},\"rates\":{\"input_per_million\":1,\"output_per_million\":1}", "tiers.batch.factor is missing: write a number, times the usual prices")]
    [InlineData("\"tiers\":{\"batch\":{\"factor\":-1}},\"rates\":{\"input_per_million\":1,\"output_per_million\":1}", "tiers.batch.factor must be a number from 0 to 1000: times the usual prices")]
    public void Read_MistakeInAnEntry_NamesPlaceModelAndWhatIsAllowed(string members, string problem)
    {
        string told = Mistake($$"""{"version":1,"entries":[{"provider":"p","model_id":"m",{{members}}}]}""");

        Assert.StartsWith("test.json: entries[0]." + problem, told, StringComparison.Ordinal);
        Assert.EndsWith(" (entry of m).", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownKeys_AreToldWithWhatIsKnown()
    {
        List<string> told = [];

        IReadOnlyList<ModelPrice> entries = PriceCatalog.Read(
            """{"version":1,"note":"x","entries":[{"provider":"p","model_id":"m","colour":1,"rates":{"input_per_million":1,"output_per_million":2,"inputs":3},"tiers":{"batch":{"factor":0.5,"x":1}},"long_context":{"above_prompt_tokens":5,"y":1},"prompt_cache":{"z":1}}]}"""u8.ToArray(),
            "test.json",
            (place, advice) => told.Add($"{place} {advice}"));

        Assert.Single(entries);
        Assert.Equal(
            ["note", "entries[0].colour", "entries[0].prompt_cache.z", "entries[0].long_context.y", "entries[0].rates.inputs", "entries[0].tiers.batch.x"],
            told.Select(t => t[..t.IndexOf(' ', StringComparison.Ordinal)]));
        Assert.Contains("note is no known key: known are version, entries", told);
        Assert.Contains("entries[0].tiers.batch.x is no known key: known are factor", told);
    }

    private static string Mistake(string json) => Assert.Throws<PriceCatalogException>(() => PriceCatalog.Read(Encoding.UTF8.GetBytes(json), "test.json")).Message;

    private static string FingerprintOf(string catalog) => new PriceBook(PriceCatalog.Read(Encoding.UTF8.GetBytes(catalog), "test.json")).Fingerprint;

    private static decimal? Cost(string api, string model, TokenUsage usage) => Book.Cost(api, [null, model], usage, null, Today);
}
