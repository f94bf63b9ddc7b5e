// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>What a strict backend gets from a gateway that exports in the OpenInference conventions.</summary>
internal static class OpenInferenceCases
{
    private const string Id = "codex-openinference";

    /// <summary>Our behaviour: the input value is the user's words alone; roles stand in the input messages.</summary>
    [RunsCase("O01")]
    public static async Task MessagesCallAsync(CaseContext c)
    {
        c.Contains("usage 11/7, cache read 3 create 5, cost.total 0.0042", c.In("response").GetString()!, "response");
        Dictionary<string, AnyValue> call = Only(await SpansAsync(c, async gateway =>
        {
            await gateway.HookAsync(Id, "UserPromptSubmit", new { prompt = c.In("request.messages")[0].GetProperty("content").GetString() });
            gateway.Upstream.NextJson("""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4","stop_reason":"tool_use",
                 "content":[{"type":"text","text":"I will search for it."},{"type":"tool_use","id":"t1","name":"search","input":{}}],
                 "usage":{"input_tokens":11,"output_tokens":7,"cache_read_input_tokens":3,"cache_creation_input_tokens":5,"cost":{"total":0.0042}}}
                """);
            await gateway.CallAsync("/v1/messages", c.In("request").GetRawText(), ("x-nemo-flow-session-id", Id), ("anthropic-version", "2023-06-01"));
        }), "LLM");

        foreach (JsonProperty expected in c.Expect.EnumerateObject().Where(e => e.Name != "input.value"))
        {
            c.Same(Text(expected.Value), Text(call.GetValueOrDefault(expected.Name)), expected.Name);
        }

        c.Same(c.Expect.GetProperty("input.value").GetString(), $"{call["llm.input_messages.0.message.role"].StringValue}: {call["input.value"].StringValue}", "role and input");
    }

    /// <summary>Our behaviour: the call of a tool is named by tool.name and tool.id, as the conventions have it for tool spans.</summary>
    [RunsCase("O03")]
    public static async Task ToolWithoutInputAsync(CaseContext c)
    {
        c.Json(null, c.Input.At("input"), "input");
        Dictionary<string, AnyValue> tool = Only(await SpansAsync(c, async gateway =>
        {
            await gateway.HookAsync(Id, "UserPromptSubmit", new { prompt = "ping" });
            await gateway.HookAsync(Id, "PreToolUse", new { tool_use_id = "tool-call-1", tool_name = c.In("tool").GetString() });
            await gateway.HookAsync(Id, "PostToolUse", new { tool_use_id = "tool-call-1", tool_name = c.In("tool").GetString(), tool_response = "pong" });
        }), "TOOL");

        c.Same(c.Expect.GetProperty("tool.name").GetString(), tool["tool.name"].StringValue, "tool.name");
        c.Same("tool-call-1", tool["tool.id"].StringValue, "tool.id");
        foreach (string absent in c.Expect.GetProperty("absent").EnumerateArray().Select(a => a.GetString()!))
        {
            c.Same(false, tool.ContainsKey(absent), absent);
        }
    }

    /// <summary>Our behaviour: the turn is the agent's span; spans are named as in the GenAI conventions, and a tool's arguments are its parameters.</summary>
    [RunsCase("O04")]
    public static async Task TurnTreeAsync(CaseContext c)
    {
        JsonElement[] expected = [.. c.Expect.GetProperty("spans").EnumerateArray()];
        IReadOnlyList<Span> spans = await SpansAsync(c, async gateway =>
        {
            await gateway.HookAsync(Id, "UserPromptSubmit", new { prompt = "Inspect the repository." });
            gateway.Upstream.NextMessage("looking");
            await gateway.ResponsesAsync(Id, JsonSerializer.SerializeToElement(new { model = "gpt-test", input = new[] { new { role = "user", content = "Inspect the repository." } } }));
            await gateway.HookAsync(Id, "PreToolUse", new { tool_call_id = "tool-call-1", tool_name = "Read", tool_input = new { file_path = "README.md" } });
            await gateway.HookAsync(Id, "PostToolUse", new { tool_call_id = "tool-call-1", tool_name = "Read", tool_output = new { bytes = 42 } });
        });

        c.Same(expected.Length, spans.Count, "spans");
        Span turn = spans.Single(s => Kind(s) == "AGENT");
        Span call = spans.Single(s => Kind(s) == expected[1].GetProperty("kind").GetString());
        Span tool = spans.Single(s => Kind(s) == expected[2].GetProperty("kind").GetString());
        c.Same(expected[0].GetProperty("metadata.session_id").GetString(), Attributes(turn)["session.id"].StringValue, "session");
        c.Same(expected[1].GetProperty("llm.model_name").GetString(), Attributes(call)["llm.model_name"].StringValue, "model");
        c.Same(turn.SpanId, call.ParentSpanId, "parent of the call");
        c.Same(expected[2].GetProperty("name").GetString(), tool.Name, "tool");
        c.Same(expected[2].GetProperty("tool_call.id").GetString(), Attributes(tool)["tool.id"].StringValue, "tool.id");
        c.Same(expected[2].GetProperty("tool_call.function.arguments").GetString(), Attributes(tool)["tool.parameters"].StringValue, "tool.parameters");
    }

    [RunsCase("O06")]
    public static async Task ManyAttributesAsync(CaseContext c)
    {
        c.Contains(">128 attributes", c.In("span").GetString()!, "span");
        Dictionary<string, AnyValue> call = Only(await SpansAsync(c, async gateway =>
        {
            await gateway.HookAsync(Id, "UserPromptSubmit", new { prompt = "go" });
            gateway.Upstream.NextMessage("done", """{"input_tokens":900,"output_tokens":5,"total_tokens":905}""");
            var input = Enumerable.Range(0, 200).Select(i => new { role = i % 2 == 0 ? "user" : "assistant", content = "message " + i });
            await gateway.ResponsesAsync(Id, JsonSerializer.SerializeToElement(new { model = "gpt-test", input }));
        }), "LLM");

        c.True(call.Count > 128, "attributes: " + call.Count);
        c.Same("present", c.Expect.GetProperty("llm.token_count.*").GetString(), "expectation");
        c.Sequence<long>([900, 5, 905], [call["llm.token_count.prompt"].IntValue, call["llm.token_count.completion"].IntValue, call["llm.token_count.total"].IntValue], "tokens");
    }

    /// <summary>Runs a turn to its end and gives what the backend got of it.</summary>
    private static async Task<IReadOnlyList<Span>> SpansAsync(CaseContext c, Func<SpecGateway, Task> turn)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: SpecGateway.Stop);
        OtlpOptions options = new() { Endpoint = backend.Traces, Vocabulary = SpanVocabulary.OpenInference, Timeout = TimeSpan.FromSeconds(20) };
        await using (SpecGateway gateway = await SpecGateway.StartAsync(exporters: new ExporterSet { Otlp = [options] }))
        {
            await turn(gateway);
            await gateway.HookAsync(Id, "Stop");
            await gateway.HookAsync(Id, "SessionEnd");
            await backend.WaitForSpansAsync(gateway.Session(Id).Turns.Sum(t => t.Items.Count(i => i is LlmCall or ToolCall) + 1), SpecGateway.Stop);
        }

        c.Sequence<string>([], backend.Violations, "violations of the protocol");
        return backend.Spans;
    }

    private static Dictionary<string, AnyValue> Only(IReadOnlyList<Span> spans, string kind) => Attributes(spans.Single(s => Kind(s) == kind));

    private static Dictionary<string, AnyValue> Attributes(Span span) => span.Attributes.ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);

    private static string Kind(Span span) => Attributes(span)["openinference.span.kind"].StringValue;

    private static string? Text(JsonElement expected) => expected.ValueKind == JsonValueKind.String ? expected.GetString() : expected.GetRawText();

    private static string? Text(AnyValue? value) => value?.ValueCase switch
    {
        null => null,
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
