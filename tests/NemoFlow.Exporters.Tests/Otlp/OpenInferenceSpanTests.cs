// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Exporters.Tests.Otlp;

public sealed class OpenInferenceSpanTests
{
    private static readonly OtlpOptions Options = SpanReading.Options with { Vocabulary = SpanVocabulary.OpenInference };

    [Fact]
    public void Spans_Kinds_AreThoseOfTheConventions()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session, Options);

        Assert.Equal(
            ["codex AGENT", "chat gpt-5.5 LLM", "shell TOOL", "mcp__files__read TOOL", "chat gpt-5.5 LLM", "chat m LLM", "explorer AGENT", "chat m LLM"],
            spans.Select(s => $"{s.Name} {s.Read()["openinference.span.kind"]}"));
        Assert.All(spans, s => Assert.Equal((1, "s-1", "u-7"), (s.Kind, s.Read()["session.id"], s.Read()["user.id"])));
        Assert.Equal([1, 1, 1, 2, 1, 2, 1, 1], spans.Select(s => s.Status.Code));
    }

    [Fact]
    public void Spans_Llm_HaveTokensCostAndFlattenedMessages()
    {
        Dictionary<string, object> attributes = SpanReading.Spans(Recorded.Session, Options)[1].Read();

        Dictionary<string, object> expected = new()
        {
            ["llm.system"] = "openai",
            ["llm.provider"] = "openai",
            ["llm.model_name"] = "gpt-5.5-2026",
            ["llm.finish_reason"] = "completed",
            ["llm.token_count.prompt"] = 1000L,
            ["llm.token_count.completion"] = 50L,
            ["llm.token_count.total"] = 1050L,
            ["llm.token_count.prompt_details.cache_read"] = 600L,
            ["llm.token_count.prompt_details.cache_write"] = 100L,
            ["llm.token_count.completion_details.reasoning"] = 20L,
            ["llm.cost.total"] = 0.25,
            ["llm.cost.prompt"] = 0.1,
            ["llm.cost.completion"] = 0.15,
            ["llm.cost.prompt_details.input"] = 0.03,
            ["llm.cost.prompt_details.cache_read"] = 0.06,
            ["llm.cost.prompt_details.cache_write"] = 0.01,
            ["llm.cost.completion_details.output"] = 0.1,
            ["llm.cost.completion_details.reasoning"] = 0.05,
            ["llm.request.model_name"] = "gpt-5.5",
            ["llm.response.model_name"] = "gpt-5.5-2026",
            ["llm.input_messages.0.message.role"] = "system",
            ["llm.input_messages.0.message.content"] = "be brief",
            ["llm.input_messages.1.message.role"] = "user",
            ["llm.input_messages.1.message.contents.0.message_content.type"] = "text",
            ["llm.input_messages.1.message.contents.0.message_content.text"] = "look at this",
            ["llm.input_messages.1.message.contents.1.message_content.type"] = "image",
            ["llm.input_messages.1.message.contents.1.message_content.image.image.url"] = "data:image/png;base64,AAAA",
            ["llm.output_messages.0.message.role"] = "assistant",
            ["llm.output_messages.0.message.contents.0.message_content.type"] = "reasoning",
            ["llm.output_messages.0.message.contents.0.message_content.text"] = "thinking",
            ["llm.output_messages.0.message.contents.0.message_content.id"] = "rs_1",
            ["llm.output_messages.0.message.contents.0.message_content.encrypted_content"] = "xyz",
            ["llm.output_messages.0.message.contents.1.message_content.text"] = "Let me see.",
            ["llm.output_messages.0.message.contents.2.message_content.type"] = "tool_use",
            ["llm.output_messages.0.message.contents.2.tool_call.function.name"] = "shell",
            ["llm.output_messages.0.message.tool_calls.0.tool_call.id"] = "call_a",
            ["llm.output_messages.0.message.tool_calls.0.tool_call.function.name"] = "shell",
            ["llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments"] = """{"cmd":"ls"}""",
            ["llm.output_messages.0.message.tool_calls.1.tool_call.id"] = "call_b",
            ["input.value"] = "look at this",
            ["input.mime_type"] = "text/plain",
            ["output.value"] = "Let me see.\nRequested tools: shell, mcp__files__read",
        };
        Assert.All(expected, e => Assert.Equal(e.Value, attributes.GetValueOrDefault(e.Key)));
        Assert.Contains("\"temperature\":0.5", (string)attributes["llm.invocation_parameters"], StringComparison.Ordinal);
        Assert.DoesNotContain("tools", (string)attributes["llm.invocation_parameters"], StringComparison.Ordinal);
        Assert.Contains("Runs commands.", (string)attributes["llm.tools.0.tool.json_schema"], StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_ToolResults_AreMessagesOfTheirOwn()
    {
        Dictionary<string, object> attributes = SpanReading.Spans(Recorded.Session, Options)[4].Read();

        Assert.Equal(
            ("tool", "call_a", "file.txt", "tool", "call_b"),
            (attributes["llm.input_messages.0.message.role"], attributes["llm.input_messages.0.message.tool_call_id"], attributes["llm.input_messages.0.message.content"],
            attributes["llm.input_messages.1.message.role"], attributes["llm.input_messages.1.message.tool_call_id"]));
        Assert.Equal(("shell", "mcp__files__read"), (attributes["llm.input_messages.0.message.name"], attributes["llm.input_messages.1.message.name"]));
        Assert.Equal("Done.", attributes["llm.output_messages.0.message.content"]);
    }

    [Fact]
    public void Spans_Tokens_StandOnModelCallsOnly()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session, Options);

        Assert.Equal(2007L, spans.Sum(s => (long)s.Read().GetValueOrDefault("llm.token_count.prompt", 0L)));
        Assert.All(spans.Where(s => (string)s.Read()["openinference.span.kind"] != "LLM"), s => Assert.DoesNotContain(s.Read().Keys, k => k.StartsWith("llm.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Spans_Tool_HasInputOutputAndAnExceptionWhereItFailed()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session, Options);
        Dictionary<string, object> shell = spans.Named("shell").Read();
        Span mcp = spans.Named("mcp__files__read");

        Assert.Equal(
            ("shell", "call_a", "Runs commands.", """{"cmd":"ls"}""", """{"cmd":"ls"}""", "application/json", "file.txt", "text/plain"),
            (shell["tool.name"], shell["tool.id"], shell["tool.description"], shell["tool.parameters"], shell["input.value"], shell["input.mime_type"], shell["output.value"], shell["output.mime_type"]));
        Assert.Contains("\"parameters\":{\"type\":\"object\"}", (string)shell["tool.json_schema"], StringComparison.Ordinal);
        Assert.Equal(("""{"ok":true}""", "application/json"), (mcp.Read()["output.value"], mcp.Read()["output.mime_type"]));
        Assert.Equal("tool_error|no such file", string.Join('|', Assert.Single(mcp.Events, e => e.Name == "exception").Attributes.Select(a => a.Value.StringValue)));
    }

    [Theory]
    [InlineData("INPUTS", "input.mime_type|llm.input_messages.|llm.tools.|tool.parameters|tool.json_schema|tool.description", "input.value")]
    [InlineData("OUTPUTS", "output.mime_type|llm.output_messages.", "output.value")]
    [InlineData("INPUT_MESSAGES", "llm.input_messages.", null)]
    [InlineData("OUTPUT_MESSAGES", "llm.output_messages.", null)]
    [InlineData("PROMPTS", "llm.input_messages.", null)]
    [InlineData("CHOICES", "llm.output_messages.", null)]
    [InlineData("INPUT_TEXT", null, "llm.input_messages.0.message.content")]
    [InlineData("INPUT_IMAGES", null, "llm.input_messages.1.message.contents.1.message_content.image.image.url")]
    [InlineData("OUTPUT_TEXT", null, "llm.output_messages.0.message.contents.1.message_content.text")]
    [InlineData("LLM_INVOCATION_PARAMETERS", "llm.invocation_parameters", null)]
    [InlineData("LLM_TOOLS", "llm.tools.|tool.json_schema|tool.description", null)]
    public void Spans_HideSwitch_HidesItsPartAndNothingOfTheTokens(string name, string? gone, string? redacted)
    {
        OpenInferenceHiding hide = OpenInferenceHiding.FromEnvironment(n => n == "OPENINFERENCE_HIDE_" + name ? "true" : null);
        List<Span> spans = SpanReading.Spans(Recorded.Session, Options with { Hide = hide });

        Assert.All(gone?.Split('|') ?? [], prefix => Assert.DoesNotContain(spans.SelectMany(s => s.Read().Keys), k => k.StartsWith(prefix, StringComparison.Ordinal)));
        if (redacted is not null)
        {
            Assert.Equal(OpenInferenceHiding.Redacted, spans[1].Read()[redacted]);
        }

        Assert.Equal(1000L, spans[1].Read()["llm.token_count.prompt"]);
        Assert.Equal(gone is null || !gone.Contains("llm.input", StringComparison.Ordinal), spans[1].Read().ContainsKey("llm.input_messages.1.message.role"));
    }

    [Theory]
    [InlineData(null, "no such file")]
    [InlineData("INPUTS", "tool_error")]
    [InlineData("OUTPUTS", "tool_error")]
    public void Spans_FailedTool_SaysWhyOnlyWhereThatIsNotHidden(string? name, string said)
    {
        OpenInferenceHiding hide = OpenInferenceHiding.FromEnvironment(n => name is not null && n == "OPENINFERENCE_HIDE_" + name ? "true" : null);
        Span tool = SpanReading.Spans(Recorded.Session, Options with { Hide = hide }).Named("mcp__files__read");

        Assert.Equal(said, tool.Status.Message);
        Assert.Equal("tool_error|" + said, string.Join('|', Assert.Single(tool.Events, e => e.Name == "exception").Attributes.Select(a => a.Value.StringValue)));
    }

    [Theory]
    [InlineData("INPUT_TEXT", "look at this")]
    [InlineData("INPUT_MESSAGES", "look at this")]
    [InlineData("OUTPUT_TEXT", "Let me see")]
    [InlineData("OUTPUT_MESSAGES", "Let me see")]
    public void Spans_HiddenMessages_AreNotToldElsewhereOnTheSpan(string name, string text)
    {
        OpenInferenceHiding hide = OpenInferenceHiding.FromEnvironment(n => n == "OPENINFERENCE_HIDE_" + name ? "1" : null);

        Assert.DoesNotContain(SpanReading.Spans(Recorded.Session, Options with { Hide = hide })[1].Attributes, a => a.Key != "nemo_flow.turn.id" && a.Value.StringValue.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4", false)]
    [InlineData("3", true)]
    [InlineData("nonsense", false)]
    public void Spans_LongImage_IsRedacted(string length, bool hidden)
    {
        OpenInferenceHiding hide = OpenInferenceHiding.FromEnvironment(n => n == "OPENINFERENCE_BASE64_IMAGE_MAX_LENGTH" ? length : null);

        Assert.Equal(
            hidden ? "__REDACTED__" : "data:image/png;base64,AAAA",
            SpanReading.Spans(Recorded.Session, Options with { Hide = hide })[1].Read()["llm.input_messages.1.message.contents.1.message_content.image.image.url"]);
    }

    [Fact]
    public void Spans_BothVocabularies_ShareOneSpanWithoutAConflict()
    {
        List<Span> genAi = SpanReading.Spans(Recorded.Session);
        List<Span> openInference = SpanReading.Spans(Recorded.Session, Options);
        List<Span> both = SpanReading.Spans(Recorded.Session, Options with { Vocabulary = SpanVocabulary.Both });

        Assert.Equal(genAi.Select(s => (s.Name, s.Kind, s.SpanId)), both.Select(s => (s.Name, s.Kind, s.SpanId)));
        for (int i = 0; i < both.Count; i++)
        {
            Assert.Equal(genAi[i].Read().Keys.Union(openInference[i].Read().Keys).Order(), both[i].Read().Keys.Order());
        }
    }

    [Fact]
    public void Spans_ThousandsOfAttributes_LoseNone()
    {
        LlmItem[] items = [.. Enumerable.Range(0, 2000).Select(i => Recorded.Message("user", "m" + i))];
        LlmCall call = Sessions.Call("c", usage: Recorded.Usage) with { Request = new LlmRequest { NewItems = items } };

        Dictionary<string, object> attributes = SpanReading.Spans(Sessions.Of(Sessions.Turn("p", call)), Options)[1].Read();

        Assert.Equal("m1999", attributes["llm.input_messages.1999.message.content"]);
        Assert.Equal(1000L, attributes["llm.token_count.prompt"]);
    }
}
