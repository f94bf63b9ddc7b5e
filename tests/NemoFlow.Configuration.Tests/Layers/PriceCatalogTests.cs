// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Tests.Layers;

public sealed class PriceCatalogTests : IDisposable
{
    private const string Named = "[[components]]\nkind = \"pricing\"\n[[components.config.sources]]\ntype = \"file\"\npath = \"prices.json\"\n";

    private readonly LayerFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Load_UnknownKeysInAFile_FollowThePolicy()
    {
        string path = LayerFolders.Write(_folders.User, "prices.json", """
            {
              "version": 1,
              "entries": [
                {"provider": "p", "model_id": "a", "rates": {"input_per_million": 1, "output_per_million": 2, "cached_per_million": 3}},
                {"provider": "p", "model_id": "b", "rates": {"input_per_million": 1, "output_per_million": 2, "cached_per_million": 3}, "alias": ["x"]}
              ]
            }
            """);
        string[] expected =
        [
            $"{path}:4:121: entries[0].rates.cached_per_million is no known key: known are input_per_million, output_per_million, cache_read_per_million, cache_write_per_million, cache_write_1h_per_million. It stands in 2 places.",
            $"{path}:6:134: entries[1].alias is no known key: known are provider, model_id, aliases, currency, unit, rates, prompt_cache, long_context, tiers, effective_from, effective_until, pricing_as_of, pricing_source, source, pricing_confidence.",
        ];

        Check(expected.Select(e => e.Replace(":6:", ":5:", StringComparison.Ordinal)), "");
    }

    [Fact]
    public void Load_UnknownKeysInline_FollowThePolicy()
    {
        string text = """
            [[components]]
            kind = "pricing"
            [[components.config.sources]]
            type = "inline"
            note = "x"
            [components.config.sources.catalog]
            version = 1
            [[components.config.sources.catalog.entries]]
            provider = "p"
            model_id = "a"
            colour = "red"
            rates = { input_per_million = 1, output_per_million = 2.5, outputs = 3 }
            """.ReplaceLineEndings("\n") + "\n";
        string path = Path.Combine(_folders.User, "plugins.toml");

        Check(
            [
                $"{path}:5:8: pricing.sources[0].note is no known key: known are type, path, catalog.",
                $"{path}:11:10: entries[0].colour is no known key: known are provider, model_id, aliases, currency, unit, rates, prompt_cache, long_context, tiers, effective_from, effective_until, pricing_as_of, pricing_source, source, pricing_confidence.",
                $"{path}:12:70: entries[0].rates.outputs is no known key: known are input_per_million, output_per_million, cache_read_per_million, cache_write_per_million, cache_write_1h_per_million.",
            ],
            text);
    }

    [Theory]
    [InlineData("{\n  \"version\": 2, \"entries\": []}", ":2:14: version must be 1.")]
    [InlineData("{\n  \"version\": 1}", ":1:1: entries must be a list.")]
    [InlineData("[]", ":1:1: the catalog must be an object")]
    [InlineData("{\"version\":1,\"entries\":[\n{\"provider\":\"p\",\"model_id\":\"m\",\n\"rates\":{\"input_per_million\":-1,\"output_per_million\":1}}]}", ":3:30: entries[0].rates.input_per_million must be a number from 0 to 1000000: US dollars for a million tokens (entry of m).")]
    [InlineData("{\"version\":1,\"entries\":[\n{\"provider\":\"p\",\"model_id\":\"m\",\n\"rates\":{\"input_per_million\":1}}]}", ":3:9: entries[0].rates.output_per_million is missing: write US dollars for a million tokens (entry of m).")]
    [InlineData("{\"version\":1,\"entries\":[\n{\"provider\":\"p\",\"model_id\":\"m\",\n\"effective_from\":\"soon\",\"rates\":{\"input_per_million\":1,\"output_per_million\":1}}]}", ":3:18: entries[0].effective_from must be a day as \"2026-11-21\" (entry of m).")]
    public void Load_MistakeInAFile_IsToldWithItsPlace(string catalog, string problem)
    {
        LayerFolders.Write(_folders.User, "plugins.toml", Named);
        string path = LayerFolders.Write(_folders.User, "prices.json", catalog);

        string message = Assert.Throws<ConfigurationException>(() => _folders.Load()).Message;

        Assert.StartsWith(path + problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type = \"web\"", ":4:8: pricing.sources[0].type must be one of \"file\", \"inline\".")]
    [InlineData("type = \"file\"", "a source of pricing is { type = \"file\"")]
    [InlineData("type = \"file\"\npath = 5", ":5:8: pricing.sources[0].path must be a string.")]
    [InlineData("type = \"file\"\npath = \"no.json\"", ":5:8: pricing.sources.path must name a catalog of prices: ")]
    [InlineData("type = \"inline\"\ncatalog = 1", ":5:11: pricing.sources[0].catalog must be a table.")]
    [InlineData("type = \"inline\"\ncatalog = { version = 1, entries = [{ provider = \"p\" }] }", ":5:37: entries[0].model_id is missing: write a text.")]
    public void Load_MistakeInASource_IsToldWithItsPlace(string source, string problem)
    {
        string path = LayerFolders.Write(_folders.User, "plugins.toml", "[[components]]\nkind = \"pricing\"\n[[components.config.sources]]\n" + source);

        string message = Assert.Throws<ConfigurationException>(() => _folders.Load()).Message;

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    private void Check(IEnumerable<string> expected, string plugins)
    {
        string text = plugins.Length == 0 ? Named : plugins;
        LayerFolders.Write(_folders.User, "plugins.toml", text);
        EffectiveConfiguration warned = _folders.Load();
        Assert.Equal(expected, warned.Warnings);
        Assert.NotEmpty(PriceSettings.From(warned).Entries);

        LayerFolders.Write(_folders.User, "plugins.toml", text + "\n[policy]\nunknown_field = \"ignore\"\n");
        Assert.Empty(_folders.Load().Warnings);

        LayerFolders.Write(_folders.User, "plugins.toml", text + "\n[policy]\nunknown_field = \"error\"\n");
        Assert.Equal(expected.First(), Assert.Throws<ConfigurationException>(() => _folders.Load()).Message);
    }
}
