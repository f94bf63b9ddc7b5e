// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests.Api.Messages;

public sealed class MessagesApiTests
{
    private const string BashTool = """[{"name":"Bash","input_schema":{"type":"object","properties":{"command":{"type":"string"}}}}]""";

    [Fact]
    public async Task Stream_ThinkingTextAndTwoTools_HasTheEventsOfTheApi()
    {
        await using RehearsalProvider provider = await StartAsync(
            """{ "reasoning": "Hm. I think.", "text": "Grüße 👩‍👩‍👧", "tools": [{ "kind": "shell", "command": "echo ü" }, { "kind": "function", "name": "now" }] }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> events = await StreamAsync(caller, Body("hi", $$"""{"stream":true,"tools":{{BashTool}}}"""));

        Assert.Equal("message_start", (string?)events[0]["type"]);
        Assert.Equal(["thinking", "text", "tool_use", "tool_use"], Of(events, "content_block_start").Select(e => (string?)e["content_block"]!["type"]));
        Assert.Equal([0, 1, 2, 3], Of(events, "content_block_stop").Select(e => (int)e["index"]!));
        Assert.Single(Of(events, "ping"));
        Assert.Equal("Hm. I think.", StreamParts.Concat(events, "thinking_delta", "thinking"));
        Assert.NotEmpty(StreamParts.Concat(events, "signature_delta", "signature"));
        Assert.Equal("Grüße 👩‍👩‍👧", StreamParts.Concat(events, "text_delta", "text"));
        Assert.Equal("""{"command":"echo ü","description":"Run a command"}""", StreamParts.Concat(events, "input_json_delta", "partial_json"));
        Assert.Equal("tool_use", (string?)events[^2]["delta"]!["stop_reason"]);
        Assert.Equal("message_stop", (string?)events[^1]["type"]);
    }

    [Fact]
    public async Task Buffered_SameReply_IsTheMessageThatTheStreamBuilds()
    {
        await using RehearsalProvider provider = await StartAsync(
            """{ "reasoning": { "summary": [], "encrypted_content": "x" }, "text": "t", "tools": [{ "kind": "web_search", "query": "q" }] }""");
        using ModelCaller caller = new(provider);

        JsonObject message = await BufferedAsync(caller, Body("hi"));

        Assert.Equal(["redacted_thinking", "text", "server_tool_use", "web_search_tool_result"], message["content"]!.AsArray().Select(b => (string?)b!["type"]));
        Assert.Equal("""{"query":"q"}""", message["content"]![2]!["input"]!.ToJsonString());
        Assert.Equal("end_turn", (string?)message["stop_reason"]);
        Assert.Equal(1, (int)message["usage"]!["server_tool_use"]!["web_search_requests"]!);
    }

    [Fact]
    public async Task Usage_Scripted_SplitsWhatIsReadAndWritten()
    {
        await using RehearsalProvider provider = await StartAsync(
            """{ "text": "t", "usage": { "input": 1000, "cached": 600, "cache_write": 300, "cache_write_1h": 100, "output": 7 } }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> events = await StreamAsync(caller, Body("hi", """{"stream":true}"""));

        JsonNode start = events[0]["message"]!["usage"]!;
        JsonNode end = events[^2]["usage"]!;
        Assert.Equal((100, 600, 300, 1), ((int)start["input_tokens"]!, (int)start["cache_read_input_tokens"]!, (int)start["cache_creation_input_tokens"]!, (int)start["output_tokens"]!));
        Assert.Equal((200, 100), ((int)end["cache_creation"]!["ephemeral_5m_input_tokens"]!, (int)end["cache_creation"]!["ephemeral_1h_input_tokens"]!));
        Assert.Equal(7, (int)end["output_tokens"]!);
        Assert.Equal(new ProviderUsage(1000, 600, 7, 0) { CacheWriteTokens = 300, CacheWriteHourTokens = 100 }, provider.Requests[0].Usage);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData(""","cache_control":{"type":"ephemeral"}""", 128, 0)]
    [InlineData(""","cache_control":{"type":"ephemeral","ttl":"1h"}""", 128, 128)]
    public async Task Usage_Computed_CachesOnlyWhatIsMarked(string mark, int written, int forAnHour)
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);
        string text = new('x', 600);

        await BufferedAsync(caller, $$"""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"{{text}}"{{mark}}}]}]}""");

        Assert.Equal((written, forAnHour), (provider.Requests[0].Usage!.CacheWriteTokens, provider.Requests[0].Usage!.CacheWriteHourTokens));
    }

    [Theory]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(529, "overloaded_error")]
    public async Task Error_Status_IsToldInAnthropicsForm(int status, string type)
    {
        await using RehearsalProvider provider = await StartAsync($$"""{ "error": { "status": {{status}}, "headers": { "retry-after": "3" } }, "text": "t" }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Post, "/v1/messages?beta=true", Body("hi"));

        JsonNode body = JsonNode.Parse(await response.Content.ReadAsStringAsync(RawClient.Timeout))!;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(("error", type), ((string?)body["type"], (string?)body["error"]!["type"]));
        Assert.Equal((string?)body["request_id"], response.Headers.GetValues("request-id").Single());
        Assert.Equal("t", (string?)(await BufferedAsync(caller, Body("hi")))["content"]![0]!["text"]);
    }

    [Fact]
    public async Task Failed_InAStream_IsAnErrorEventAndThenTheReply()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t", "failed": { "code": "overloaded_error", "message": "Overloaded" } }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> first = await StreamAsync(caller, Body("hi", """{"stream":true}"""));
        IReadOnlyList<JsonObject> second = await StreamAsync(caller, Body("hi", """{"stream":true}"""));

        Assert.Equal(("error", "overloaded_error"), ((string?)first[^1]["type"], (string?)first[^1]["error"]!["type"]));
        Assert.DoesNotContain(first, e => (string?)e["type"] == "message_stop");
        Assert.Equal("message_stop", (string?)second[^1]["type"]);
    }

    [Fact]
    public async Task SpawnAgent_NewAgent_SaysThatItIsToBeWaitedFor()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "tools": [{ "kind": "spawn_agent", "message": "Do it" }] }""");
        using ModelCaller caller = new(provider);
        const string Agent = """{"tools":[{"name":"Agent","input_schema":{"properties":{"run_in_background":{}}}}]}""";

        JsonObject message = await BufferedAsync(caller, Body("hi", Agent));

        JsonNode block = message["content"]![0]!;
        Assert.Equal(("Agent", "Do it", false), ((string?)block["name"], (string?)block["input"]!["prompt"], (bool)block["input"]!["run_in_background"]!));
    }

    [Fact]
    public async Task SideRequest_OfAnAgent_LeavesTheTurnsScriptAlone()
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(Scenario.BuiltIn("side-request"), cancellationToken: RawClient.Timeout);
        using ModelCaller caller = new(provider);
        (string, string) session = ("x-claude-code-session-id", "s1");

        JsonObject title = await BufferedAsync(caller, Body("Make a title"), session);
        JsonObject turn = await BufferedAsync(caller, Body("Answer", $$"""{"tools":{{BashTool}}}"""), session);

        Assert.Equal("""{"title": "A rehearsal"}""", (string?)title["content"]![0]!["text"]);
        Assert.Equal("Answered.", (string?)turn["content"]![0]!["text"]);
        Assert.Equal(["s1#side", "s1"], provider.Requests.Select(r => r.Thread));
    }

    [Theory]
    [InlineData("GET", "/v1/messages", 405, "invalid_request_error")]
    [InlineData("POST", "/v1/messages/count_tokens", 200, "input_tokens")]
    [InlineData("GET", "/v1/messages/batches", 404, "not_found_error")]
    [InlineData("GET", "/api/hello", 200, "hello")]
    [InlineData("GET", "/", 200, "hello")]
    public async Task Routes_BesideMessages_AnswerInTheProvidersForm(string method, string path, int status, string part)
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.SendAsync(new HttpMethod(method), path, method == "POST" ? Body("hi") : null);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(RawClient.Timeout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_Probe_HasNoBody()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Head, "/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(RawClient.Timeout));
    }

    [Fact]
    public async Task Models_ForAnthropicsClients_AreListedInItsForm()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Get, "/v1/models", null, ("anthropic-version", "2023-06-01"));

        JsonNode list = JsonNode.Parse(await response.Content.ReadAsStringAsync(RawClient.Timeout))!;
        Assert.Equal((string?)list["data"]![0]!["id"], (string?)list["first_id"]);
    }

    private static IEnumerable<JsonObject> Of(IEnumerable<JsonObject> events, string type) => events.Where(e => (string?)e["type"] == type);

    private static string Body(string prompt, string more = "{}")
    {
        JsonObject body = JsonNode.Parse(more)!.AsObject();
        body["model"] = "claude-opus-5-5";
        body["max_tokens"] = 1000;
        body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt });
        return body.ToJsonString();
    }

    private static async Task<IReadOnlyList<JsonObject>> StreamAsync(ModelCaller caller, string body)
    {
        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Post, "/v1/messages", body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return StreamParts.Read(await response.Content.ReadAsStringAsync(RawClient.Timeout));
    }

    private static async Task<JsonObject> BufferedAsync(ModelCaller caller, string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Post, "/v1/messages", body, headers);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(RawClient.Timeout))!.AsObject();
    }

    private static Task<RehearsalProvider> StartAsync(string turns)
        => RehearsalProvider.StartAsync(Scenarios.Of(turns), 0, new ImmediateTimeProvider(), RawClient.Timeout);
}
