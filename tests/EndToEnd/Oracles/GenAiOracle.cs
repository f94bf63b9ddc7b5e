// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.OtlpReceiver.Wire;
using NemoFlow.Rehearsal;
using NemoFlow.Text;
using static NemoFlow.OtlpReceiver.Wire.AnyValue.ValueOneofCase;

namespace NemoFlow.EndToEnd.Oracles;

/// <summary>The tables of the GenAI conventions, held against what the provider was asked and what it answered.</summary>
internal static class GenAiOracle
{
    private const int Internal = 1;
    private const int Client = 3;

    /// <summary>Names and types of the registry; whatever else begins with <c>gen_ai.</c> is an invention.</summary>
    private static readonly Dictionary<string, AnyValue.ValueOneofCase> Registry = new(StringComparer.Ordinal)
    {
        ["gen_ai.operation.name"] = StringValue,
        ["gen_ai.provider.name"] = StringValue,
        ["gen_ai.conversation.id"] = StringValue,
        ["gen_ai.output.type"] = StringValue,
        ["gen_ai.request.model"] = StringValue,
        ["gen_ai.request.stream"] = BoolValue,
        ["gen_ai.request.max_tokens"] = IntValue,
        ["gen_ai.request.seed"] = IntValue,
        ["gen_ai.request.choice.count"] = IntValue,
        ["gen_ai.request.temperature"] = DoubleValue,
        ["gen_ai.request.top_p"] = DoubleValue,
        ["gen_ai.request.frequency_penalty"] = DoubleValue,
        ["gen_ai.request.presence_penalty"] = DoubleValue,
        ["gen_ai.request.stop_sequences"] = AnyValue.ValueOneofCase.ArrayValue,
        ["gen_ai.response.id"] = StringValue,
        ["gen_ai.response.model"] = StringValue,
        ["gen_ai.response.finish_reasons"] = AnyValue.ValueOneofCase.ArrayValue,
        ["gen_ai.response.time_to_first_chunk"] = DoubleValue,
        ["gen_ai.usage.input_tokens"] = IntValue,
        ["gen_ai.usage.output_tokens"] = IntValue,
        ["gen_ai.usage.cache_read.input_tokens"] = IntValue,
        ["gen_ai.usage.cache_creation.input_tokens"] = IntValue,
        ["gen_ai.usage.reasoning.output_tokens"] = IntValue,
        ["gen_ai.system_instructions"] = StringValue,
        ["gen_ai.input.messages"] = StringValue,
        ["gen_ai.output.messages"] = StringValue,
        ["gen_ai.tool.definitions"] = StringValue,
        ["gen_ai.agent.id"] = StringValue,
        ["gen_ai.agent.name"] = StringValue,
        ["gen_ai.agent.version"] = StringValue,
        ["gen_ai.tool.name"] = StringValue,
        ["gen_ai.tool.type"] = StringValue,
        ["gen_ai.tool.description"] = StringValue,
        ["gen_ai.tool.call.id"] = StringValue,
        ["gen_ai.tool.call.arguments"] = StringValue,
        ["gen_ai.tool.call.result"] = StringValue,
    };

    private static readonly string[] Finishes = ["stop", "length", "content_filter", "tool_call", "error"];

    /// <summary>All spans of a session with one turn, in which every request was answered.</summary>
    public static void Check(IReadOnlyList<Span> spans, Recording recording, IReadOnlyList<ProviderRequestLog> provided, string provider, int port)
    {
        foreach (Span span in spans)
        {
            CheckNames(span);
            Assert.Equal(recording.Id, span.Text("gen_ai.conversation.id"));
        }

        Span agent = Assert.Single(spans, s => s.Text("gen_ai.operation.name") == "invoke_agent");
        Assert.Equal(("invoke_agent " + recording.Session.Agent, Internal, "", provider), (agent.Name, agent.Kind, agent.ParentId(), agent.Text("gen_ai.provider.name")));
        Assert.Equal(recording.Session.Agent, agent.Text("gen_ai.agent.name"));
        Assert.Null(agent.At("gen_ai.usage.reasoning.output_tokens"));
        List<ProviderUsage> usage = [.. provided.Select(p => p.Usage!)];
        Assert.Equal(
            (usage.Sum(u => u.InputTokens), usage.Sum(u => u.OutputTokens), usage.Sum(u => u.CachedTokens)),
            (agent.Whole("gen_ai.usage.input_tokens"), agent.Whole("gen_ai.usage.output_tokens"), agent.Whole("gen_ai.usage.cache_read.input_tokens") ?? 0));

        List<Span> calls = [.. spans.Where(s => s.Text("gen_ai.operation.name") == "chat")];
        Assert.Equal(provided.Count, calls.Count);
        foreach (ProviderRequestLog request in provided)
        {
            CheckCall(Assert.Single(calls, c => c.Text("gen_ai.response.id") == request.ResponseId), request, provider, agent, port);
        }

        List<Span> tools = [.. spans.Where(s => s.Text("gen_ai.operation.name") == "execute_tool")];
        Assert.Equal(recording.Items<ToolCall>().Select(t => t.Id).Order(StringComparer.Ordinal), tools.Select(t => t.Text("gen_ai.tool.call.id")!).Order(StringComparer.Ordinal));
        Assert.All(tools, t => Assert.Equal(("execute_tool " + t.Text("gen_ai.tool.name"), Internal, agent.Id(), "function"), (t.Name, t.Kind, t.ParentId(), t.Text("gen_ai.tool.type"))));
        Assert.Equal(spans.Count, 1 + calls.Count + tools.Count);
        Assert.Single(spans.Select(s => s.TraceId).Distinct());
    }

    /// <summary>Prompts, answers, reasoning, arguments and results in the shapes that the conventions' schemas give them.</summary>
    public static void CheckContent(IReadOnlyList<Span> spans, string prompt, string toolOutput, params string[] reasoning)
    {
        List<Span> calls = [.. spans.Where(s => s.Text("gen_ai.operation.name") == "chat").OrderBy(s => s.StartTimeUnixNano)];
        foreach (Span call in calls)
        {
            Assert.All(call.Json("gen_ai.input.messages").EnumerateArray(), CheckMessage);
            Assert.All(call.Json("gen_ai.output.messages").EnumerateArray(), message =>
            {
                CheckMessage(message);
                Assert.Equal("assistant", message.TextAt("role"));
                Assert.Contains(message.TextAt("finish_reason"), Finishes);
            });
        }

        List<JsonElement> said = [.. calls.SelectMany(c => c.Json("gen_ai.output.messages").EnumerateArray()).SelectMany(m => m.GetProperty("parts").EnumerateArray())];
        List<JsonElement> told = [.. calls.SelectMany(c => c.Json("gen_ai.input.messages").EnumerateArray()).SelectMany(m => m.GetProperty("parts").EnumerateArray())];
        Assert.Contains(told, p => p.TextAt("type") == "text" && p.TextAt("content")!.Contains(prompt, StringComparison.Ordinal));
        Assert.Equal(reasoning, said.Where(p => p.TextAt("type") == "reasoning").Select(p => p.TextAt("content")));
        Assert.Contains(said, p => p.TextAt("type") == "tool_call" && p.GetProperty("arguments").ValueKind == JsonValueKind.Object);
        Assert.Contains(told, p => p.TextAt("type") == "tool_call_response" && p.GetProperty("response").ToString().Contains(toolOutput, StringComparison.Ordinal));
        Assert.NotEqual(0, calls[0].Json("gen_ai.tool.definitions").GetArrayLength());
        // Codex says what it is in messages of its own, Claude Code beside the messages.
        Assert.True(
            calls[0].Json("gen_ai.input.messages").EnumerateArray().Any(m => m.TextAt("role") == "system")
                || (calls[0].Text("gen_ai.system_instructions") is not null && calls[0].Json("gen_ai.system_instructions").GetArrayLength() > 0),
            "the instructions are nowhere");
        Span tool = Assert.Single(spans, s => s.Text("gen_ai.operation.name") == "execute_tool");
        Assert.Equal(JsonValueKind.Object, tool.Json("gen_ai.tool.call.arguments").ValueKind);
        Assert.Contains(toolOutput, tool.Text("gen_ai.tool.call.result"), StringComparison.Ordinal);
    }

    private static void CheckCall(Span call, ProviderRequestLog request, string provider, Span agent, int port)
    {
        JsonElement asked = JsonElement.Parse(request.Body.Span);
        Assert.Equal(("chat " + asked.TextAt("model"), Client, agent.Id()), (call.Name, call.Kind, call.ParentId()));
        Assert.Equal((provider, asked.TextAt("model"), request.ResponseId), (call.Text("gen_ai.provider.name"), call.Text("gen_ai.request.model"), call.Text("gen_ai.response.id")));
        Assert.True(call.At("gen_ai.request.stream")?.BoolValue);
        Assert.True(call.At("gen_ai.response.time_to_first_chunk")?.DoubleValue > 0);
        Assert.Single(call.At("gen_ai.response.finish_reasons")!.ArrayValue.Values);
        Assert.Equal(("127.0.0.1", port), (call.Text("server.address"), call.Whole("server.port")));
        Assert.Equal(asked.LongAt("max_tokens") ?? asked.LongAt("max_output_tokens"), call.Whole("gen_ai.request.max_tokens"));
        ProviderUsage usage = request.Usage!;
        Assert.Equal(
            (usage.InputTokens, usage.OutputTokens, usage.CachedTokens, usage.CacheWriteTokens),
            (call.Whole("gen_ai.usage.input_tokens"), call.Whole("gen_ai.usage.output_tokens"), call.Whole("gen_ai.usage.cache_read.input_tokens") ?? 0, call.Whole("gen_ai.usage.cache_creation.input_tokens") ?? 0));

        // The Messages API does not tell reasoning apart.
        Assert.Equal(provider == "anthropic" ? null : usage.ReasoningTokens, call.Whole("gen_ai.usage.reasoning.output_tokens"));
        Assert.Null(call.At("error.type"));
        Assert.Equal(0, call.Status?.Code ?? 0);
    }

    private static void CheckNames(Span span)
    {
        foreach (KeyValue attribute in span.Attributes.Where(a => a.Key.StartsWith("gen_ai.", StringComparison.Ordinal)))
        {
            Assert.True(Registry.TryGetValue(attribute.Key, out AnyValue.ValueOneofCase type), $"{attribute.Key} is in no table");
            Assert.True(attribute.Value.ValueCase == type, $"{attribute.Key} is {attribute.Value.ValueCase}, not {type}");
        }
    }

    private static void CheckMessage(JsonElement message)
    {
        Assert.Contains(message.TextAt("role"), (string[])["system", "user", "assistant", "tool"]);
        Assert.All(message.GetProperty("parts").EnumerateArray(), part => Assert.Contains(
            part.TextAt("type"), (string[])["text", "tool_call", "tool_call_response", "reasoning", "blob", "file", "uri", "server_tool_call", "server_tool_call_response", "compaction"]));
    }
}
