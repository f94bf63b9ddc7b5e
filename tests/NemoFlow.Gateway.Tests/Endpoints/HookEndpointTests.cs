// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Endpoints;

public sealed class HookEndpointTests
{
    private const string Prompt = """{"session_id":"s1","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"gr\u00fc\u00dfe \ud83d\udc4b é","odd":[1.0,1e5,null,{"$":"x"}],"big":12345678901234567890}""";

    [Fact]
    public async Task Hook_Valid_IsInTheJournalAsSentWhenTheReplyArrives()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/hooks/codex", Prompt, "content-type: application/json"));

        Assert.Equal((200, "{}", "application/json"), (answer.Status, answer.Text, answer.Value("content-type")));
        SessionEvent e = Assert.Single(gateway.ReadEvents());
        Assert.Equal(("s1", EventKinds.Hook, AgentKinds.Codex, EventSource.Hook), (e.SessionId, e.Kind, e.Agent, e.Source));
        Assert.Equal(Prompt, e.Data.At("payload")!.Value.GetRawText());
    }

    [Fact]
    public async Task Hook_Chunked_IsRecorded()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Chunked(Wire.PostHead("/hooks/codex", "Transfer-Encoding: chunked"), Wire.Cut(Wire.Utf8(Prompt), 1)));

        Assert.Equal(200, answer.Status);
        Assert.Equal(Prompt, Assert.Single(gateway.ReadEvents()).Data.At("payload")!.Value.GetRawText());
    }

    [Fact]
    public async Task Hook_BehindAByteOrderMark_IsRecordedWithoutIt()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Chunked(Wire.PostHead("/hooks/codex", "Transfer-Encoding: chunked"), [[0xEF, 0xBB, 0xBF], Wire.Utf8(Prompt)]));

        Assert.Equal(200, answer.Status);
        Assert.Equal(Prompt, Assert.Single(gateway.ReadEvents()).Data.At("payload")!.Value.GetRawText());
    }

    [Fact]
    public async Task Hook_OurHeaders_AreRecordedDecoded()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);
        string metadata = System.Text.Encoding.Latin1.GetString(Wire.Utf8("""{"team":"größe"}"""));

        await gateway.CallAsync(Wire.Post("/hooks/codex", Prompt, "X-Nemo-Flow-Session-Metadata: " + metadata, "x-other: 1"));

        JsonElement headers = Assert.Single(gateway.ReadEvents()).Data.At("headers")!.Value;
        JsonProperty only = Assert.Single(headers.EnumerateObject());
        Assert.Equal(("x-nemo-flow-session-metadata", """{"team":"größe"}"""), (only.Name, only.Value.GetString()));
    }

    [Fact]
    public async Task Hook_OfClaudeCode_IsAnsweredWithoutAVerdict()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);
        const string Payload = """{"session_id":"c1","hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"t","tool_input":{"command":"ls"},"later_field":{"a":[1]}}""";

        WireMessage answer = await gateway.CallAsync(Wire.Post("/hooks/claude-code", Payload));

        Assert.Equal((200, """{"continue":true}"""), (answer.Status, answer.Text));
        SessionEvent e = Assert.Single(gateway.ReadEvents());
        Assert.Equal(("c1", AgentKinds.ClaudeCode, Payload), (e.SessionId, e.Agent, e.Data.At("payload")!.Value.GetRawText()));
    }

    [Theory]
    [InlineData("PreCompact")]
    [InlineData("PostCompact")]
    public async Task Hook_OfClaudeCodeAroundACompaction_IsAnsweredWithNothing(string name)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/hooks/claude-code", $$"""{"session_id":"c1","hook_event_name":"{{name}}","trigger":"auto"}"""));

        Assert.Equal((200, ""), (answer.Status, answer.Text));
        Assert.Single(gateway.ReadEvents());
    }

    [Theory]
    [InlineData("claude-code", "from-header")]
    [InlineData("codex", "s1")]
    public async Task Hook_SessionHeaderOfClaudeCode_CountsForClaudeCodeOnly(string agent, string session)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        await gateway.CallAsync(Wire.Post("/hooks/" + agent, Prompt, "X-Claude-Code-Session-Id: from-header"));

        Assert.Equal(session, Assert.Single(gateway.ReadEvents()).SessionId);
    }

    [Theory]
    [InlineData("x-nemo-flow-run: another", 0)]
    [InlineData("x-nemo-flow-run:", 1)]
    public async Task Hook_OfARunWithAGatewayOfItsOwn_IsAnsweredAndNotRecorded(string header, int recorded)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/hooks/claude-code", Prompt, header));

        Assert.Equal((200, recorded == 0 ? "" : """{"continue":true}"""), (answer.Status, answer.Text));
        Assert.Equal(recorded, gateway.ReadEvents().Count);
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("")]
    [InlineData("{} trailing")]
    [InlineData("[{}]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public async Task Hook_Malformed_Is400WithAReasonAndCounted(string payload)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/hooks/codex", payload));

        Assert.Equal((400, "malformed_hook"), (answer.Status, answer.Value("x-nemo-flow-error")));
        Assert.Contains("JSON", JsonElement.Parse(answer.Text).TextAt("error.message")!, StringComparison.Ordinal);
        Assert.Equal(1, gateway.Recorder.Hooks.Malformed);
        Assert.Empty(gateway.ReadEvents());
    }

    [Theory]
    [InlineData((2 << 20) + 1, false, 200)]
    [InlineData((20 << 20) - 100, false, 200)]
    [InlineData((20 << 20) - 100, true, 200)]
    [InlineData((20 << 20) + 1, false, 413)]
    [InlineData((20 << 20) + 1, true, 413)]
    public async Task Hook_Large_IsTakenUpToTheLimit(int size, bool chunked, int expected)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);
        string start = """{"session_id":"s1","hook_event_name":"PostToolUse","tool_name":"Bash","tool_response":" """;
        byte[] payload = Wire.Utf8(start + new string('x', size - start.Length - 2) + "\"}");

        WireMessage answer = await gateway.CallAsync(chunked
            ? Wire.Chunked(Wire.PostHead("/hooks/codex", "Transfer-Encoding: chunked"), Wire.Cut(payload, 1 << 20))
            : Wire.Post("/hooks/codex", payload));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == 200 ? 1 : 0, gateway.ReadEvents().Count);
    }

    [Theory]
    [InlineData("GET", "/hooks/codex")]
    [InlineData("PUT", "/hooks/codex")]
    [InlineData("POST", "/v1/models")]
    [InlineData("DELETE", "/models")]
    [InlineData("POST", "/healthz")]
    public async Task Route_WrongMethod_Is405AndSaysWhatIsRight(string method, string path)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        WireMessage answer = await gateway.CallAsync(Wire.Bare(method, path));

        Assert.Equal((405, "method_not_allowed"), (answer.Status, answer.Value("x-nemo-flow-error")));
        Assert.Equal("application/json", answer.Value("content-type"));
        Assert.True(answer.Has("allow"));
        Assert.Empty(gateway.Upstream.Requests);
    }

    [Theory]
    [InlineData("/hooks/unknown")]
    [InlineData("/hooks/")]
    [InlineData("/hooks/codex/x")]
    public async Task Hook_UnknownAgent_Is404(string path)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post(path, Prompt));

        Assert.Equal((404, "unknown_agent"), (answer.Status, answer.Value("x-nemo-flow-error")));
    }

    [Fact]
    public async Task Hook_DeliveredTwice_IsRecordedOnce()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);
        const string Delivery = "x-nemo-flow-delivery: 0190a000-0000-7000-8000-000000000001";

        WireMessage first = await gateway.CallAsync(Wire.Post("/hooks/codex", Prompt, Delivery));
        WireMessage second = await gateway.CallAsync(Wire.Post("/hooks/codex", Prompt, Delivery));
        WireMessage other = await gateway.CallAsync(Wire.Post("/hooks/codex", Prompt));

        Assert.Equal([(200, "{}"), (200, "{}"), (200, "{}")], [(first.Status, first.Text), (second.Status, second.Text), (other.Status, other.Text)]);
        Assert.Equal(2, gateway.ReadEvents().Count);
        Assert.Equal(1, gateway.Recorder.Pump.Counters.Duplicates);
    }

    [Fact]
    public async Task Hook_DeliveredLate_HappenedWhenItFired()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);
        DateTimeOffset fired = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);

        await gateway.CallAsync(Wire.Post("/hooks/codex", Prompt, "x-nemo-flow-time: " + fired.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(fired, Assert.Single(gateway.ReadEvents()).Time);
    }

    [Theory]
    [InlineData("""{"session_id":7,"hook_event_name":["x"],"prompt":{}}""")]
    [InlineData("{}")]
    public async Task Hook_Odd_IsAnsweredNeutrally(string payload)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/hooks/codex", payload));

        Assert.Equal((200, "{}"), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("""{"session_id":"s1","hook_event_name":"UserPromptSubmit","prompt":"cut \ud83d"}""")]
    [InlineData("""{"session_id":"s\udc00","hook_event_name":"UserPromptSubmit","prompt":"x"}""")]
    [InlineData("{\"session_id\":\"s\u00ff\u00fe\",\"hook_event_name\":\"UserPromptSubmit\"}")]
    public async Task Hook_TextThatIsNoUnicode_IsRecordedAsFarAsItIs(string payload)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage odd = await gateway.CallAsync(Wire.Post("/hooks/codex", Wire.Latin1(payload)));

        Assert.Equal((200, "{}"), (odd.Status, odd.Text));
        JsonElement recorded = Assert.Single(gateway.ReadEvents()).Data.At("payload")!.Value;
        Assert.Equal("UserPromptSubmit", recorded.TextAt("hook_event_name"));
        Assert.Contains('\uFFFD', recorded.TextAt("session_id") + recorded.TextAt("prompt"));
    }
}
