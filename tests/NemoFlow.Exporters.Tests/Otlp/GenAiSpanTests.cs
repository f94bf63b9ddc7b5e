// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Spans;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Exporters.Tests.Otlp;

public sealed class GenAiSpanTests
{
    private const int Internal = 1;
    private const int Client = 3;

    [Fact]
    public void Spans_ModelCall_TellAllButItsContent()
    {
        Span span = SpanReading.Spans(Recorded.Session)[1];

        Assert.Equal(("chat gpt-5.5", Client, 0), (span.Name, span.Kind, span.Status?.Code ?? 0));
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.conversation.id"] = "s-1",
                ["gen_ai.provider.name"] = "openai",
                ["server.address"] = "llm.example.com",
                ["server.port"] = 8443L,
                ["gen_ai.agent.name"] = "codex",
                ["gen_ai.request.model"] = "gpt-5.5",
                ["gen_ai.request.stream"] = true,
                ["gen_ai.request.max_tokens"] = 100L,
                ["gen_ai.request.temperature"] = 0.5,
                ["gen_ai.request.top_p"] = 0.9,
                ["gen_ai.request.stop_sequences"] = "END",
                ["gen_ai.output.type"] = "json",
                ["nemo_flow.request.reasoning_effort"] = "high",
                ["gen_ai.response.id"] = "resp_c-1",
                ["gen_ai.response.model"] = "gpt-5.5-2026",
                ["gen_ai.response.finish_reasons"] = "completed",
                ["gen_ai.response.time_to_first_chunk"] = 0.25,
                ["gen_ai.usage.input_tokens"] = 1000L,
                ["gen_ai.usage.output_tokens"] = 50L,
                ["gen_ai.usage.cache_read.input_tokens"] = 600L,
                ["gen_ai.usage.cache_creation.input_tokens"] = 100L,
                ["gen_ai.usage.reasoning.output_tokens"] = 20L,
                ["openai.api.type"] = "responses",
                ["openai.request.service_tier"] = "auto",
                ["openai.response.service_tier"] = "default",
                ["nemo_flow.turn.id"] = "turn-look at this",
                ["http.response.status_code"] = 200L,
                ["nemo_flow.cost_usd"] = 0.25,
            },
            span.Read());
    }

    [Fact]
    public void Spans_FailedCall_NameTheStatus()
    {
        Span span = SpanReading.Spans(Recorded.Session).First(s => s.Name == "chat m");

        Assert.Equal((2, "it broke", "429"), (span.Status.Code, span.Status.Message, span.Read()["error.type"]));
        Assert.DoesNotContain("gen_ai.response.id", span.Read().Keys);
        Assert.DoesNotContain("gen_ai.request.stream", span.Read().Keys);
        Assert.DoesNotContain(span.Read().Keys, k => k.StartsWith("server.", StringComparison.Ordinal));
    }

    [Fact]
    public void Spans_Turn_IsTheAgentsRunWithItsOwnTokens()
    {
        Span span = SpanReading.Spans(Recorded.Session)[0];

        Assert.Equal(("invoke_agent codex", Internal, true), (span.Name, span.Kind, span.ParentSpanId.IsEmpty));
        Dictionary<string, object> attributes = span.Read();
        Assert.Equal(
            ("invoke_agent", "openai", "codex", "0.169.0", 2000L, 100L, 1200L, 200L),
            (attributes["gen_ai.operation.name"], attributes["gen_ai.provider.name"], attributes["gen_ai.agent.name"], attributes["gen_ai.agent.version"], attributes["gen_ai.usage.input_tokens"],
            attributes["gen_ai.usage.output_tokens"], attributes["gen_ai.usage.cache_read.input_tokens"], attributes["gen_ai.usage.cache_creation.input_tokens"]));
        Assert.Equal("completed", attributes["gen_ai.response.finish_reasons"]);
        Assert.DoesNotContain("gen_ai.usage.reasoning.output_tokens", attributes.Keys);
        Assert.Equal("PermissionRequest", Assert.Single(span.Events).Name);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331", Assert.Single(span.Links) is { } link ? Convert.ToHexStringLower(link.TraceId.Span) + "/" + Convert.ToHexStringLower(link.SpanId.Span) : "");
    }

    [Fact]
    public void Spans_McpTool_IsOneSpanThatBothConventionsTell()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session);
        Span span = spans.Named("execute_tool mcp__files__read");

        Dictionary<string, object> attributes = span.Read();
        Assert.Equal(
            (Internal, "execute_tool", "mcp__files__read", "call_b", "function", "tools/call", "tool_error"),
            (span.Kind, attributes["gen_ai.operation.name"], attributes["gen_ai.tool.name"], attributes["gen_ai.tool.call.id"], attributes["gen_ai.tool.type"], attributes["mcp.method.name"], attributes["error.type"]));
        Assert.Equal("Runs commands.", spans.Named("execute_tool shell").Read()["gen_ai.tool.description"]);
        Assert.DoesNotContain("mcp.method.name", spans.Named("execute_tool shell").Read().Keys);
    }

    [Fact]
    public void Spans_Subagent_IsARunBelowTheCallThatLaunchedIt()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session);

        Span agent = spans.Named("invoke_agent explorer");
        Assert.Equal(spans.Named("execute_tool mcp__files__read").SpanId, agent.ParentSpanId);
        Assert.Equal("agent-1", agent.Read()["gen_ai.agent.id"]);
        Assert.Contains(spans, s => s.ParentSpanId.Equals(agent.SpanId) && s.Name == "chat m");
        Assert.Single(spans.Select(s => s.TraceId).Distinct());
    }

    [Fact]
    public void Spans_Content_IsThereOnlyWhenAskedFor()
    {
        List<Span> plain = SpanReading.Spans(Recorded.Session);
        List<Span> full = SpanReading.Spans(Recorded.Session, SpanReading.Options with { CaptureContent = true });

        string[] content = ["gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result"];
        Assert.All(plain, s => Assert.Empty(s.Read().Keys.Intersect(content)));
        Assert.DoesNotContain(plain, s => s.Attributes.Any(a => a.Value.StringValue.Contains("look at this", StringComparison.Ordinal) && a.Key != "nemo_flow.turn.id"));
        Assert.Equal(
            """[{"role":"user","parts":[{"type":"text","content":"look at this"},{"type":"blob","modality":"image","mime_type":"image/png","content":"AAAA"}]}]""",
            full[1].Read()["gen_ai.input.messages"]);
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"reasoning","content":"thinking"},{"type":"text","content":"Let me see."},{"type":"tool_call","id":"call_a","name":"shell","arguments":{"cmd":"ls"}},{"type":"tool_call","id":"call_b","name":"mcp__files__read","arguments":{}}],"finish_reason":"tool_call"}]""",
            full[1].Read()["gen_ai.output.messages"]);
        Assert.Equal("""[{"type":"text","content":"be brief"}]""", full[1].Read()["gen_ai.system_instructions"]);
        Assert.Equal(
            """[{"type":"function","name":"shell","description":"Runs commands.","parameters":{"type":"object"}},{"type":"web_search","name":"web_search"}]""",
            full[1].Read()["gen_ai.tool.definitions"]);
        Span shell = full.Named("execute_tool shell");
        Assert.Equal(("""{"cmd":"ls"}""", "file.txt"), (shell.Read()["gen_ai.tool.call.arguments"], shell.Read()["gen_ai.tool.call.result"]));
        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"look at this"}]}]""", full[0].Read()["gen_ai.input.messages"]);
        Assert.Equal("""[{"role":"assistant","parts":[{"type":"text","content":"the answer"}],"finish_reason":"stop"}]""", full[0].Read()["gen_ai.output.messages"]);
    }

    [Fact]
    public void Spans_Continuation_HasOnlyWhatIsNewUnlessFullRequestsAreAskedFor()
    {
        OtlpOptions content = SpanReading.Options with { CaptureContent = true };
        Span delta = SpanReading.Spans(Recorded.Session, content).Last(s => s.Name == "chat gpt-5.5");
        Span full = SpanReading.Spans(Recorded.Session, content with { FullRequests = true }).Last(s => s.Name == "chat gpt-5.5");

        Assert.Equal(["tool"], Roles(delta));
        Assert.Equal(1L, delta.Read()["nemo_flow.request.history_items"]);
        Assert.DoesNotContain("gen_ai.tool.definitions", delta.Read().Keys);
        Assert.Equal(["user", "tool"], Roles(full));
        Assert.DoesNotContain("nemo_flow.request.history_items", full.Read().Keys);
        Assert.Contains("gen_ai.tool.definitions", full.Read().Keys);
    }

    [Fact]
    public void Spans_SeveralChoices_AreAMessageAndAReasonEach()
    {
        LlmItem[] Said(string text) => [Recorded.Message("assistant", text)];
        LlmCall call = Sessions.Call("c") with
        {
            Api = "openai.chat_completions",
            Request = new LlmRequest { Body = Sessions.Json("""{"n":2,"top_k":40,"seed":7,"presence_penalty":1}""") },
            Response = new LlmResponse
            {
                Items = Said("one"),
                Finish = LlmFinish.Complete,
                FinishReason = "stop",
                OtherChoices = [new LlmChoice { Index = 1, Items = Said("two"), Finish = LlmFinish.Length, FinishReason = "length", Raw = Sessions.Json("{}") }],
            },
        };

        List<Span> spans = SpanReading.Spans(Sessions.Of(Sessions.Turn("p", call)), SpanReading.Options with { CaptureContent = true, Vocabulary = SpanVocabulary.Both });
        Span span = spans[1];

        // What the agent's run was asked with is what its calls were asked with.
        Assert.Equal(("stop|length", 2L, 7L, 1.0), (spans[0].Read()["gen_ai.response.finish_reasons"], spans[0].Read()["gen_ai.request.choice.count"], spans[0].Read()["gen_ai.request.seed"],
            spans[0].Read()["gen_ai.request.presence_penalty"]));

        Assert.Equal(("stop|length", 2L, 40.0, 7L, 1.0), (span.Read()["gen_ai.response.finish_reasons"], span.Read()["gen_ai.request.choice.count"], span.Read()["gen_ai.request.top_k"],
            span.Read()["gen_ai.request.seed"], span.Read()["gen_ai.request.presence_penalty"]));
        Assert.Equal(["one/stop", "two/length"], span.Json("gen_ai.output.messages").EnumerateArray().Select(m => $"{m.GetProperty("parts")[0].GetProperty("content")}/{m.GetProperty("finish_reason")}"));
        Assert.Equal(("one", "two"), (span.Read()["llm.output_messages.0.message.content"], span.Read()["llm.output_messages.1.message.content"]));
    }

    [Fact]
    public void Spans_WholeSession_TellsWhatWentInAndWhatCameOut()
    {
        OtlpOptions options = SpanReading.Options with { TracePer = TraceScope.Session, Vocabulary = SpanVocabulary.Both };
        Dictionary<string, object> plain = SpanReading.Spans(Recorded.Session, options)[0].Read();
        Dictionary<string, object> full = SpanReading.Spans(Recorded.Session, options with { CaptureContent = true })[0].Read();

        Assert.Equal(("invoke_workflow", "codex", "CHAIN", "look at this", "the answer"),
            (plain["gen_ai.operation.name"], plain["gen_ai.workflow.name"], plain["openinference.span.kind"], plain["input.value"], plain["output.value"]));
        Assert.DoesNotContain("gen_ai.input.messages", plain.Keys);
        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"look at this"}]}]""", full["gen_ai.input.messages"]);
        Assert.Equal("""[{"role":"assistant","parts":[{"type":"text","content":"the answer"}],"finish_reason":"stop"}]""", full["gen_ai.output.messages"]);
    }

    [Theory]
    [InlineData("anthropic.messages", "claude-opus-5", "anthropic")]
    [InlineData("openai.chat_completions", "whatever", "openai")]
    [InlineData("hook", "claude-opus-5", "anthropic")]
    [InlineData("hook", "google/gemini-3", "gcp.gemini")]
    [InlineData("hook", null, "openai")]
    public void Spans_Provider_FollowsTheApiThenTheModelThenTheAgent(string api, string? model, string provider)
    {
        LlmCall call = Sessions.Call("c") with { Api = api, Model = model, Request = null };

        Assert.Equal(provider, SpanReading.Spans(Sessions.Of(Sessions.Turn("p", call)))[1].Read()["gen_ai.provider.name"]);
    }

    private static IEnumerable<string?> Roles(Span span) => span.Json("gen_ai.input.messages").EnumerateArray().Select(m => m.GetProperty("role").GetString());

    [Theory]
    [InlineData(true, "no such file")]
    [InlineData(false, "tool_error")]
    public void Spans_FailedTool_SaysWhyOnlyWithContent(bool captureContent, string said)
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session, SpanReading.Options with { CaptureContent = captureContent });

        Assert.Contains(said, spans.Where(s => s.Status?.Code == 2).Select(s => s.Status.Message));
        Assert.Equal(captureContent, spans.Exists(s => s.Status?.Message == "no such file"));
    }
}
