// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs;

/// <summary>Reads the usage objects of all providers. Input always includes what was read from or written to a cache.</summary>
public static class UsageReading
{
    /// <summary>The usage; null where the element is not an object.</summary>
    public static TokenUsage? Read(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        long? read = usage.LongAt("cache_read_input_tokens");
        long? write = usage.LongAt("cache_creation_input_tokens");
        long? input = usage.LongAt("prompt_tokens") ?? usage.LongAt("input_tokens");
        bool cacheIsExtra = read is not null || write is not null;
        return new TokenUsage
        {
            Input = cacheIsExtra && input is not null ? input + (read ?? 0) + (write ?? 0) : input,
            CacheRead = read ?? usage.LongAt("cached_tokens") ?? usage.LongAt("cached_input_tokens")
                ?? usage.LongAt("prompt_tokens_details.cached_tokens") ?? usage.LongAt("input_tokens_details.cached_tokens"),
            CacheWrite = write ?? usage.LongAt("cache_write_input_tokens") ?? usage.LongAt("input_tokens_details.cache_write_tokens"),
            Output = usage.LongAt("completion_tokens") ?? usage.LongAt("output_tokens"),
            Reasoning = usage.LongAt("completion_tokens_details.reasoning_tokens") ?? usage.LongAt("output_tokens_details.reasoning_tokens")
                ?? usage.LongAt("reasoning_output_tokens"),
            Total = usage.LongAt("total_tokens"),
            CostUsd = Cost(usage),
            Raw = usage,
        };
    }

    /// <summary>A cost in another currency than US dollars is no cost in US dollars.</summary>
    private static decimal? Cost(JsonElement usage)
    {
        if (Number(usage.At("cost_usd")) is { } usd)
        {
            return usd;
        }

        return usage.At("cost") switch
        {
            { ValueKind: JsonValueKind.Number } cost => Number(cost),
            { ValueKind: JsonValueKind.Object } cost when (cost.TextAt("currency") ?? "USD") == "USD" => Number(cost.At("total")),
            _ => null,
        };
    }

    private static decimal? Number(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out decimal value) ? value : null;
}
