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
        long? hour = usage.LongAt("cache_creation.ephemeral_1h_input_tokens");
        long? write = usage.LongAt("cache_creation_input_tokens") ?? Sum(usage.LongAt("cache_creation.ephemeral_5m_input_tokens"), hour);
        long? prompt = usage.LongAt("prompt_tokens");
        long? input = prompt ?? usage.LongAt("input_tokens");
        // Anthropic counts the cache beside the input; proxies that call the input "prompt" count it within.
        bool cacheIsExtra = prompt is null && (read is not null || write is not null);
        return new TokenUsage
        {
            Input = cacheIsExtra && input is not null ? input + (read ?? 0) + (write ?? 0) : input,
            CacheRead = read ?? First(
                usage, "cached_tokens", "cached_input_tokens", "prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens", "prompt_cache_hit_tokens"),
            CacheWrite = write ?? First(
                usage, "cache_write_input_tokens", "input_tokens_details.cache_write_tokens", "prompt_tokens_details.cache_write_tokens", "prompt_tokens_details.cache_creation_tokens"),
            CacheWriteHour = hour,
            Output = First(usage, "completion_tokens", "output_tokens"),
            Reasoning = First(
                usage, "completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens", "output_tokens_details.thinking_tokens",
                "reasoning_output_tokens", "reasoning_tokens"),
            Total = usage.LongAt("total_tokens"),
            CostUsd = Cost(usage),
            Raw = usage,
        };
    }

    private static long? First(JsonElement usage, params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (usage.LongAt(path) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private static long? Sum(long? left, long? right) => left is null && right is null ? null : (left ?? 0) + (right ?? 0);

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
