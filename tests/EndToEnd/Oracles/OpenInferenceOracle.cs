// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.OtlpReceiver.Wire;
using NemoFlow.Rehearsal;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Oracles;

/// <summary>The tables of OpenInference, held against what the provider was asked and what it answered.</summary>
internal static class OpenInferenceOracle
{
    private const string Kind = "openinference.span.kind";
    private const int Ok = 1;

    /// <summary>All spans of a session with one turn, in which every request was answered.</summary>
    public static void Check(IReadOnlyList<Span> spans, Recording recording, IReadOnlyList<ProviderRequestLog> provided, string system)
    {
        Assert.All(spans, s => Assert.Equal((recording.Id, Ok, recording.Session.Agent), (s.Text("session.id"), s.Status.Code, s.Text("agent.name"))));
        Assert.All(spans, s => Assert.Equal(recording.Session.Agent, s.Json("metadata").TextAt("agent")));
        Span agent = Assert.Single(spans, s => s.Text(Kind) == "AGENT");
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((recording.Session.Agent, turn.Prompt, turn.Response), (agent.Text("agent.name"), agent.Text("input.value"), agent.Text("output.value")));
        List<Span> calls = [.. spans.Where(s => s.Text(Kind) == "LLM").OrderBy(s => s.StartTimeUnixNano)];
        Assert.Equal(provided.Count, calls.Count);
        foreach ((Span call, ProviderRequestLog request) in calls.Zip(provided.OrderBy(p => p.ReceivedAt)))
        {
            CheckCall(call, request, system);
            Assert.Equal(agent.Id(), call.ParentId());
        }

        foreach ((Span call, LlmCall recorded) in calls.Zip(recording.Items<LlmCall>().OrderBy(c => c.StartedAt)))
        {
            CheckCost(call, recorded.Usage!);
        }

        List<Span> tools = [.. spans.Where(s => s.Text(Kind) == "TOOL")];
        Assert.Equal(recording.Items<ToolCall>().Select(t => t.Id).Order(StringComparer.Ordinal), tools.Select(t => t.Text("tool.id")!).Order(StringComparer.Ordinal));
        foreach (Span tool in tools)
        {
            Assert.Equal(("application/json", tool.Text("tool.parameters")), (tool.Text("input.mime_type"), tool.Text("input.value")));
            Assert.Equal(JsonValueKind.Object, tool.Json("input.value").ValueKind);
            Assert.NotNull(tool.Text("tool.name"));
            Assert.NotNull(tool.Text("output.value"));
        }

        // Backends sum over all spans.
        Assert.All(spans.Except(calls).SelectMany(s => s.Attributes), a => Assert.False(a.Key.StartsWith("llm.", StringComparison.Ordinal), a.Key));
        Assert.Equal(spans.Count, 1 + calls.Count + tools.Count);
    }

    /// <summary>Reasoning is a part of what the model said, beside the calls it made.</summary>
    public static void CheckReasoning(IReadOnlyList<Span> spans, params string[] reasoning)
    {
        List<Span> calls = [.. spans.Where(s => s.Text(Kind) == "LLM").OrderBy(s => s.StartTimeUnixNano)];
        Assert.Equal(reasoning, calls.SelectMany(Reasonings));
        Span asking = Assert.Single(calls, c => c.Attributes.Any(a => a.Key.StartsWith("llm.output_messages", StringComparison.Ordinal) && a.Key.EndsWith("tool_call.function.name", StringComparison.Ordinal)));
        KeyValue arguments = asking.Attributes.First(a => a.Key.EndsWith("tool_call.function.arguments", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(arguments.Value.StringValue).ValueKind);
    }

    /// <summary>The parts are those that the tokens have, and together they are the whole; what is not known is absent.</summary>
    private static void CheckCost(Span call, TokenUsage usage)
    {
        Assert.Equal((double?)usage.CostUsd, call.At("llm.cost.total")?.DoubleValue);
        if (usage.CostSplit is not { } split)
        {
            Assert.Null(usage.CostUsd);
            Assert.DoesNotContain(call.Attributes, a => a.Key.StartsWith("llm.cost.", StringComparison.Ordinal));
            return;
        }

        Assert.Equal(usage.CostUsd, split.Input + (split.CacheRead ?? 0) + (split.CacheWrite ?? 0) + split.Output + (split.Reasoning ?? 0));
        Assert.Equal(
            (usage.CacheRead is null, usage.CacheWrite is null, usage.Reasoning is null),
            (call.At("llm.cost.prompt_details.cache_read") is null, call.At("llm.cost.prompt_details.cache_write") is null, call.At("llm.cost.completion_details.reasoning") is null));
        Assert.Equal(Sum(call, "llm.cost.prompt", "llm.cost.completion"), (double)usage.CostUsd!, 12);
        Assert.Equal(Sum(call, "llm.cost.prompt_details.input", "llm.cost.prompt_details.cache_read", "llm.cost.prompt_details.cache_write"), Sum(call, "llm.cost.prompt"), 12);
        Assert.Equal(Sum(call, "llm.cost.completion_details.output", "llm.cost.completion_details.reasoning"), Sum(call, "llm.cost.completion"), 12);
    }

    private static double Sum(Span call, params ReadOnlySpan<string> keys)
    {
        double sum = 0;
        foreach (string key in keys)
        {
            sum += call.At(key)?.DoubleValue ?? 0;
        }

        return sum;
    }

    private static IEnumerable<string> Reasonings(Span call) => call.Attributes
        .Where(a => a.Key.StartsWith("llm.output_messages.", StringComparison.Ordinal) && a.Key.EndsWith(".message_content.type", StringComparison.Ordinal) && a.Value.StringValue == "reasoning")
        .Select(a => call.Text(a.Key[..^".type".Length] + ".text")!);

    private static void CheckCall(Span call, ProviderRequestLog request, string system)
    {
        JsonElement asked = JsonElement.Parse(request.Body.Span);
        Assert.Equal((system, system), (call.Text("llm.system"), call.Text("llm.provider")));
        Assert.NotNull(call.Text("llm.model_name"));
        ProviderUsage usage = request.Usage!;
        Assert.Equal(
            (usage.InputTokens, usage.OutputTokens, usage.InputTokens + usage.OutputTokens),
            (call.Whole("llm.token_count.prompt"), call.Whole("llm.token_count.completion"), call.Whole("llm.token_count.total")));
        Assert.Equal(
            (usage.CachedTokens, usage.CacheWriteTokens),
            (call.Whole("llm.token_count.prompt_details.cache_read") ?? 0, call.Whole("llm.token_count.prompt_details.cache_write") ?? 0));
        Assert.Equal(system == "anthropic" ? null : usage.ReasoningTokens, call.Whole("llm.token_count.completion_details.reasoning"));
        Assert.Equal(asked.LongAt("max_tokens"), call.Json("llm.invocation_parameters").LongAt("max_tokens"));
        Assert.NotNull(call.Text("llm.input_messages.0.message.role"));
        Assert.Equal("assistant", call.Text("llm.output_messages.0.message.role"));
        Assert.NotNull(call.Text("input.value"));
        Assert.NotNull(call.Text("output.value"));
    }
}
