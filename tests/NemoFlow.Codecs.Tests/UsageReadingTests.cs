// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Codecs.Tests;

public sealed class UsageReadingTests
{
    [Theory]
    [InlineData("""{"input_tokens":100,"input_tokens_details":{"cached_tokens":40},"output_tokens":30,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":130}""", 100, 40, null, 30, 12, 130)]
    [InlineData("""{"prompt_tokens":100,"prompt_tokens_details":{"cached_tokens":40},"completion_tokens":30,"completion_tokens_details":{"reasoning_tokens":12},"total_tokens":130}""", 100, 40, null, 30, 12, 130)]
    [InlineData("""{"input_tokens":10,"cache_read_input_tokens":200,"cache_creation_input_tokens":30,"output_tokens":5}""", 240, 200, 30, 5, null, null)]
    [InlineData("""{"input_tokens":10,"cache_creation_input_tokens":30,"output_tokens":5}""", 40, null, 30, 5, null, null)]
    [InlineData("""{"input_tokens":10,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":5}""", 10, 0, 0, 5, null, null)]
    [InlineData("""{"input_tokens":10621,"cached_input_tokens":5310,"cache_write_input_tokens":7,"output_tokens":32,"reasoning_output_tokens":3,"total_tokens":10653}""", 10621, 5310, 7, 32, 3, 10653)]
    [InlineData("""{"input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10},"output_tokens":5}""", 40, null, 30, 5, null, null)]
    [InlineData("""{"input_tokens":null,"cache_read_input_tokens":null,"output_tokens":5}""", null, null, null, 5, null, null)]
    [InlineData("""{"prompt_tokens":240,"cache_read_input_tokens":200,"cache_creation_input_tokens":30,"completion_tokens":5,"total_tokens":245}""", 240, 200, 30, 5, null, 245)]
    [InlineData("""{"prompt_tokens":100,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36,"completion_tokens":5,"reasoning_tokens":2}""", 100, 64, null, 5, 2, null)]
    [InlineData("""{"prompt_tokens":100,"prompt_tokens_details":null,"completion_tokens":5,"completion_tokens_details":null}""", 100, null, null, 5, null, null)]
    [InlineData("""{"output_tokens":5}""", null, null, null, 5, null, null)]
    [InlineData("""{"input_tokens":"10","output_tokens":1.5,"total_tokens":null}""", null, null, null, null, null, null)]
    [InlineData("{}", null, null, null, null, null, null)]
    public void Read_EveryProvidersForm_CountsAllInput(string json, int? input, int? read, int? write, int? output, int? reasoning, int? total)
    {
        TokenUsage usage = UsageReading.Read(JsonElement.Parse(json))!;

        Assert.Equal(((long?)input, (long?)read, (long?)write, (long?)output, (long?)reasoning, (long?)total), (usage.Input, usage.CacheRead, usage.CacheWrite, usage.Output, usage.Reasoning, usage.Total));
        Assert.Equal(json, usage.Raw?.GetRawText());
    }

    [Theory]
    [InlineData("""{"cost_usd":0.012345678901234567}""", "0.012345678901234567")]
    [InlineData("""{"cost":1.5}""", "1.5")]
    [InlineData("""{"cost":{"total":2,"currency":"USD"}}""", "2")]
    [InlineData("""{"cost":{"total":2}}""", "2")]
    [InlineData("""{"cost":{"total":2,"currency":"EUR"}}""", null)]
    [InlineData("""{"cost":"3"}""", null)]
    [InlineData("""{"cost_usd":1e400}""", null)]
    public void Read_Cost_IsInDollarsOrNotTold(string json, string? cost) =>
        Assert.Equal(cost is null ? null : decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), UsageReading.Read(JsonElement.Parse(json))!.CostUsd);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    public void Read_NoObject_IsNothing(string json) => Assert.Null(UsageReading.Read(JsonElement.Parse(json)));
}
