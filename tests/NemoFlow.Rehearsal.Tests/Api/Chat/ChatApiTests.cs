// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests.Api.Chat;

public sealed class ChatApiTests
{
    private const string Streamed = """{"stream":true}""";
    private const string WithUsage = """{"stream":true,"stream_options":{"include_usage":true}}""";

    [Fact]
    public async Task Stream_WithoutIncludeUsage_TellsNone()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "Hello there." }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> chunks = await StreamAsync(caller, Streamed);

        Assert.All(chunks, c => Assert.False(c.ContainsKey("usage")));
        Assert.Equal("Hello there.", string.Concat(Deltas(chunks).Select(d => (string?)d["content"])));
        Assert.Equal("stop", (string?)chunks[^1]["choices"]![0]!["finish_reason"]);
        Assert.Null(provider.Requests[0].Usage);
    }

    [Fact]
    public async Task Stream_WithIncludeUsage_EndsWithAChunkOfUsageOnly()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t", "usage": { "input": 50, "cached": 20, "output": 9, "reasoning": 4 } }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> chunks = await StreamAsync(caller, WithUsage);

        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.Equal((50, 9, 59), ((int)chunks[^1]["usage"]!["prompt_tokens"]!, (int)chunks[^1]["usage"]!["completion_tokens"]!, (int)chunks[^1]["usage"]!["total_tokens"]!));
        Assert.All(chunks.SkipLast(1), c => Assert.True(c.ContainsKey("usage") && c["usage"] is null));
        Assert.Equal(new ProviderUsage(50, 20, 9, 4), provider.Requests[0].Usage);
    }

    [Fact]
    public async Task Stream_TwoTools_NamesEachInItsFirstFragment()
    {
        await using RehearsalProvider provider = await StartAsync(
            """{ "pace": { "delta_characters": 3 }, "tools": [{ "kind": "shell", "command": "echo one" }, { "kind": "function", "name": "now" }] }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> chunks = await StreamAsync(caller, Streamed);

        JsonNode[] calls = [.. Deltas(chunks).Select(d => d["tool_calls"]?[0]).OfType<JsonNode>()];
        Assert.Equal(2, calls.Count(c => c["id"] is not null));
        Assert.Equal("""{"command":"echo one"}""", string.Concat(calls.Where(c => (int)c["index"]! == 0).Select(c => (string?)c["function"]!["arguments"])));
        Assert.Equal("{}", string.Concat(calls.Where(c => (int)c["index"]! == 1).Select(c => (string?)c["function"]!["arguments"])));
        Assert.Equal("tool_calls", (string?)chunks[^1]["choices"]![0]!["finish_reason"]);
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    [InlineData("reasoning_details")]
    public async Task Reasoning_ChatField_IsTheOneThatTheScriptNames(string field)
    {
        await using RehearsalProvider provider = await StartAsync($$"""{ "text": "t", "reasoning": { "summary": ["I think."], "chat_field": "{{field}}" } }""");
        using ModelCaller caller = new(provider);

        IReadOnlyList<JsonObject> chunks = await StreamAsync(caller, Streamed);
        JsonObject whole = await BufferedAsync(caller, "{}");

        Assert.Contains(Deltas(chunks), d => d.ContainsKey(field));
        Assert.NotNull(whole["choices"]![0]!["message"]![field]);
    }

    [Fact]
    public async Task Choices_Several_AllAnswer()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        JsonObject whole = await BufferedAsync(caller, """{"n":3}""");
        IReadOnlyList<JsonObject> chunks = await StreamAsync(caller, """{"n":2,"stream":true}""");

        Assert.Equal([0, 1, 2], whole["choices"]!.AsArray().Select(c => (int)c!["index"]!));
        Assert.Equal([0, 1], chunks.Select(c => (int)c["choices"]![0]!["index"]!).Distinct());
    }

    [Fact]
    public async Task LegacyFunctions_Offered_AreCalledInTheirForm()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "tools": [{ "kind": "function", "name": "now", "arguments": { "zone": "utc" } }] }""");
        using ModelCaller caller = new(provider);

        JsonObject whole = await BufferedAsync(caller, """{"functions":[{"name":"now"}]}""");

        Assert.Equal("now", (string?)whole["choices"]![0]!["message"]!["function_call"]!["name"]);
        Assert.Equal("function_call", (string?)whole["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task Refusal_Scripted_StandsBesideEmptyContent()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "refusal": "No." }""");
        using ModelCaller caller = new(provider);

        JsonNode message = (await BufferedAsync(caller, "{}"))["choices"]![0]!["message"]!;

        Assert.Equal((null, "No."), ((string?)message["content"], (string?)message["refusal"]));
    }

    [Fact]
    public async Task Failed_InAStream_IsAnErrorObjectWithoutAnEnd()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t", "failed": { "code": "server_error", "message": "Oops" } }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Post, "/chat/completions", Body(Streamed));

        string body = await response.Content.ReadAsStringAsync(RawClient.Timeout);
        Assert.Equal("Oops", (string?)StreamParts.Read(body)[^1]["error"]!["message"]);
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> Deltas(IEnumerable<JsonObject> chunks)
        => chunks.SelectMany(c => c["choices"]!.AsArray()).Select(c => c!["delta"]!.AsObject());

    private static string Body(string more)
    {
        JsonObject body = JsonNode.Parse(more)!.AsObject();
        body["model"] = "gpt-5.5";
        body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" });
        return body.ToJsonString();
    }

    private static async Task<IReadOnlyList<JsonObject>> StreamAsync(ModelCaller caller, string more)
    {
        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Post, "/v1/chat/completions", Body(more));
        string body = await response.Content.ReadAsStringAsync(RawClient.Timeout);
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
        return StreamParts.Read(body);
    }

    private static async Task<JsonObject> BufferedAsync(ModelCaller caller, string more)
    {
        using HttpResponseMessage response = await caller.SendAsync(HttpMethod.Post, "/v1/chat/completions", Body(more));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(RawClient.Timeout))!.AsObject();
    }

    private static Task<RehearsalProvider> StartAsync(string turns)
        => RehearsalProvider.StartAsync(Scenarios.Of(turns), 0, new ImmediateTimeProvider(), RawClient.Timeout);
}
