// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Exporters.Atif;

/// <summary>Writes a step's metrics: prompt tokens include those read from and written to a cache.</summary>
internal static class AtifMetrics
{
    private static readonly HashSet<string> Known =
    [
        "prompt_tokens", "input_tokens", "completion_tokens", "output_tokens", "cached_tokens", "cached_input_tokens", "prompt_tokens_details",
        "input_tokens_details", "completion_tokens_details", "output_tokens_details", "cache_read_input_tokens", "cache_creation_input_tokens",
        "cache_write_input_tokens", "reasoning_output_tokens", "total_tokens", "reasoning_tokens", "cost_usd", "cost",
    ];

    public static void Write(Utf8JsonWriter writer, TokenUsage usage)
    {
        writer.WriteStartObject("metrics");
        WriteNumber(writer, "prompt_tokens", usage.Input);
        WriteNumber(writer, "completion_tokens", usage.Output);
        WriteNumber(writer, "cached_tokens", usage.CacheRead);
        if (usage.CostUsd is { } cost)
        {
            writer.WriteNumber("cost_usd", cost);
        }

        List<JsonProperty> others = usage.Raw is { ValueKind: JsonValueKind.Object } raw ? [.. raw.EnumerateObject().Where(p => !Known.Contains(p.Name))] : [];
        if (usage.Total is not null || usage.Reasoning is not null || usage.CacheWrite is not null || usage.CostEstimated || others.Count > 0)
        {
            writer.WriteStartObject("extra");
            WriteNumber(writer, "total_tokens", usage.Total);
            WriteNumber(writer, "reasoning_tokens", usage.Reasoning);
            WriteNumber(writer, "cache_creation_input_tokens", usage.CacheWrite);
            if (usage.CostEstimated)
            {
                writer.WriteBoolean("cost_estimated", true);
            }

            foreach (JsonProperty other in others)
            {
                other.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
