// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Spans;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.OpenInference;

/// <summary>Tokens and costs of a model call, whole and in parts.</summary>
internal static class OpenInferenceUsage
{
    public static void Add(TokenUsage? usage, AttributeList attributes)
    {
        if (usage is null)
        {
            return;
        }

        attributes.Add("llm.token_count.prompt", usage.Input);
        attributes.Add("llm.token_count.completion", usage.Output);
        attributes.Add("llm.token_count.total", usage.Total ?? (usage is { Input: { } input, Output: { } output } ? input + output : null));
        attributes.Add("llm.token_count.prompt_details.cache_read", usage.CacheRead);
        attributes.Add("llm.token_count.prompt_details.cache_write", usage.CacheWrite);
        attributes.Add("llm.token_count.prompt_details.audio", Audio(usage.Raw, "prompt_tokens_details", "input_tokens_details"));
        attributes.Add("llm.token_count.completion_details.reasoning", usage.Reasoning);
        attributes.Add("llm.token_count.completion_details.audio", Audio(usage.Raw, "completion_tokens_details", "output_tokens_details"));
        AddCost(usage, attributes);
    }

    private static void AddCost(TokenUsage usage, AttributeList attributes)
    {
        attributes.Add("llm.cost.total", (double?)usage.CostUsd);
        if (usage.CostSplit is not { } split)
        {
            return;
        }

        attributes.Add("llm.cost.prompt", (double)split.Prompt);
        attributes.Add("llm.cost.completion", (double)split.Completion);
        attributes.Add("llm.cost.prompt_details.input", (double)split.Input);
        attributes.Add("llm.cost.prompt_details.cache_read", (double?)split.CacheRead);
        attributes.Add("llm.cost.prompt_details.cache_write", (double?)split.CacheWrite);
        attributes.Add("llm.cost.completion_details.output", (double)split.Output);
        attributes.Add("llm.cost.completion_details.reasoning", (double?)split.Reasoning);
    }

    private static long? Audio(JsonElement? raw, params ReadOnlySpan<string> details)
    {
        foreach (string detail in details)
        {
            if (raw?.LongAt(detail + ".audio_tokens") is { } tokens)
            {
                return tokens;
            }
        }

        return null;
    }
}
