// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Exporters.Tests.Otlp;

public sealed class OpenInferenceContextTests
{
    private static readonly OtlpOptions Options = SpanReading.Options with { Vocabulary = SpanVocabulary.OpenInference };

    [Fact]
    public void Spans_FactsOfTheSession_StandOnEverySpan()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session, Options);

        Assert.All(spans, s => Assert.Equal("nightly|a b", s.Read()["tag.tags"]));
        Assert.All(spans, s => Assert.Equal("""{"agent":"codex","cwd":"/home/user/project","user_id":"u-7"}""", s.Read()["metadata"]));
        Assert.Equal(["codex", "explorer"], spans.Select(s => (string)s.Read()["agent.name"]).Distinct());
    }

    [Fact]
    public void Spans_AgentsOfASession_AreAGraph()
    {
        List<Span> spans = SpanReading.Spans(Recorded.Session, Options);
        Dictionary<string, object> root = spans.Named("codex").Read();
        Dictionary<string, object> sub = spans.Named("explorer").Read();

        Assert.Equal(("codex", "codex", null), (root["graph.node.id"], root["graph.node.name"], root.GetValueOrDefault("graph.node.parent_id")));
        Assert.Equal(("agent-1", "explorer", "codex"), (sub["graph.node.id"], sub["graph.node.name"], sub["graph.node.parent_id"]));
    }

    [Theory]
    [InlineData("nightly", "nightly")]
    [InlineData("[1", "[1")]
    [InlineData("""["a",1]""", "a|1")]
    [InlineData("[]", null)]
    public void Spans_Tags_AreAListHoweverTheyWereWritten(string written, string? expected)
    {
        Session session = Recorded.Session with { Metadata = new Dictionary<string, string> { ["tags"] = written } };

        Assert.Equal(expected, SpanReading.Spans(session, Options)[0].Read().GetValueOrDefault("tag.tags"));
    }

    [Fact]
    public void Spans_UnknownParts_AreAbsent()
    {
        TokenUsage told = new() { Input = 10, Output = 5, CostUsd = 0.5m };
        TokenUsage audio = new() { Input = 10, Output = 5, Raw = Sessions.Json("""{"prompt_tokens_details":{"audio_tokens":4},"completion_tokens_details":{"audio_tokens":3}}""") };

        Dictionary<string, object> whole = Usage(told);
        Assert.Equal(["llm.cost.total"], whole.Keys.Where(k => k.StartsWith("llm.cost.", StringComparison.Ordinal)));
        Assert.DoesNotContain(whole.Keys, k => k.Contains("_details", StringComparison.Ordinal));
        Assert.DoesNotContain(Usage(audio).Keys, k => k.StartsWith("llm.cost.", StringComparison.Ordinal));
        Assert.Equal((4L, 3L), (Usage(audio)["llm.token_count.prompt_details.audio"], Usage(audio)["llm.token_count.completion_details.audio"]));
    }

    [Theory]
    [InlineData("openai.chat_completions", "unit.openai.azure.com", "azure.ai.openai", "openai", "azure")]
    [InlineData("openai.chat_completions", "API.GROQ.com", "groq", "openai", "groq")]
    [InlineData("anthropic.messages", "bedrock-runtime.eu-west-1.amazonaws.com", "aws.bedrock", "anthropic", "aws")]
    [InlineData("anthropic.messages", "us-east5-aiplatform.googleapis.com", "gcp.vertex_ai", "anthropic", "google")]
    [InlineData("openai.chat_completions", "api.together.xyz", "openai", "openai", "together")]
    [InlineData("openai.responses", "evilapi.x.ai.example.com", "openai", "openai", "openai")]
    [InlineData("openai.responses", "notapi.x.ai", "openai", "openai", "openai")]
    [InlineData("openai.responses", "127.0.0.1", "openai", "openai", "openai")]
    [InlineData("openai.responses", null, "openai", "openai", "openai")]
    public void Spans_Host_TellsTheProviderThatSpeaksTheApiOfAnother(string api, string? host, string genAi, string system, string provider)
    {
        LlmCall call = Sessions.Call("c") with { Api = api, ServerAddress = host, ServerPort = 443 };

        Dictionary<string, object> attributes = SpanReading.Spans(Sessions.Of(Sessions.Turn("p", call)), Options with { Vocabulary = SpanVocabulary.Both })[1].Read();

        Assert.Equal((genAi, system, provider), (attributes["gen_ai.provider.name"], attributes["llm.system"], attributes["llm.provider"]));
        Assert.Equal((host, host is null ? null : 443L), ((string?)attributes.GetValueOrDefault("server.address"), (long?)attributes.GetValueOrDefault("server.port")));
    }

    private static Dictionary<string, object> Usage(TokenUsage usage) => SpanReading.Spans(Sessions.Of(Sessions.Turn("p", Sessions.Call("c", usage: usage))), Options)[1].Read();
}
