// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Pricing;

namespace NemoFlow.Engine.Tests.Pricing;

public sealed class BundledPricesTests
{
    [Fact]
    public void Entries_All_SayWhereTheyAreFromAndOfWhen() => Assert.All(BundledPrices.Entries, entry =>
    {
        Assert.StartsWith("https://", entry.Source, StringComparison.Ordinal);
        bool ownPage = new Uri(entry.Source!.Split(',')[0]).Host is "platform.claude.com" or "developers.openai.com" && !entry.Source.Contains(" as read by ", StringComparison.Ordinal);
        Assert.Equal(ownPage ? "provider" : "reported", entry.Confidence);
        Assert.True(entry.AsOf > new DateOnly(2026, 1, 1), entry.ModelId);
        Assert.True(entry.Rates.Input > 0 && entry.Rates.Output > entry.Rates.Input && (entry.Rates.CacheRead is null || entry.Rates.CacheRead < entry.Rates.Input), entry.ModelId);
    });

    [Theory]
    [InlineData("anthropic.messages", "claude-opus-5-5", 0.0242)]
    [InlineData("anthropic.messages", "claude-sonnet-4-5-20250929", 0.0183)]
    [InlineData("openai.responses", "gpt-5.5", 0.0355)]
    public void Book_KnownModel_CostsWhatItsPageSays(string api, string model, double expected)
    {
        // 1,000 fresh, 1,000 read from a cache, 1,000 out.
        TokenUsage usage = new() { Input = 2000, CacheRead = 1000, Output = 1000 };
        Assert.Equal(expected, (double)BundledPrices.Book.Cost(api, [model], usage, null, new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero))!.Value, 6);
    }
}
