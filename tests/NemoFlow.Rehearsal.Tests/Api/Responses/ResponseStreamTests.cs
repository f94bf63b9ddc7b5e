// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests.Api.Responses;

public sealed class ResponseStreamTests
{
    [Fact]
    public async Task Stream_Text_HasTheEventsOfTheRealApi()
    {
        IReadOnlyList<JsonObject> events = await PlayAsync("""{ "text": "one two", "pace": { "delta_characters": 4 } }""");

        string[] expected =
        [
            "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.delta", "response.output_text.done",
            "response.content_part.done", "response.output_item.done", "response.completed",
        ];
        Assert.Equal(expected, ModelCaller.Types(events));
        Assert.Equal("in_progress", (string?)events[0]["response"]!["status"]);
        Assert.Equal(["one ", "two"], events.Skip(4).Take(2).Select(static data => (string)data["delta"]!));
        JsonNode item = events[8]["item"]!;
        Assert.Equal((string?)item["id"], (string?)events[4]["item_id"]);
        Assert.True(JsonNode.DeepEquals(item, Response(events)["output"]![0]));
        Assert.Equal("one two", (string?)item["content"]![0]!["text"]);
    }

    [Fact]
    public async Task Stream_ReasoningTextAndCalls_AreNumberedItemsInThatOrder()
    {
        IReadOnlyList<JsonObject> events = await PlayAsync(
            """
            {
              "reasoning": { "summary": ["a", "b"], "encrypted_content": "e" },
              "text": "t",
              "tools": [
                { "kind": "function", "name": "f", "arguments": { "k": 1 } },
                { "kind": "custom", "name": "c", "input": "free text" },
                { "kind": "web_search", "query": "q" },
                { "kind": "local_shell", "command": "ls" }
              ]
            }
            """);

        JsonArray output = Response(events)["output"]!.AsArray();
        string[] kinds = ["reasoning", "message", "function_call", "custom_tool_call", "web_search_call", "local_shell_call"];
        Assert.Equal(kinds, output.Select(static item => (string)item!["type"]!));
        Assert.Equal("e", (string?)output[0]!["encrypted_content"]);
        Assert.Equal(["a", "b"], output[0]!["summary"]!.AsArray().Select(static part => (string)part!["text"]!));
        Assert.Equal([0, 1, 2, 3, 4, 5], Of(events, "response.output_item.done").Select(static data => (int)data["output_index"]!));
        Assert.Equal([0, 1], Of(events, "response.reasoning_summary_part.added").Select(static data => (int)data["summary_index"]!));
        Assert.Equal("""{"k":1}""", Joined(events, "response.function_call_arguments.delta"));
        Assert.Equal("""{"k":1}""", (string?)Of(events, "response.function_call_arguments.done").Single()["arguments"]);
        Assert.Equal("free text", Joined(events, "response.custom_tool_call_input.delta"));
        Assert.Equal("free text", (string?)Of(events, "response.custom_tool_call_input.done").Single()["input"]);
        Assert.Single(Of(events, "response.web_search_call.searching"));
        JsonNode started = Of(events, "response.output_item.added").ElementAt(2)["item"]!;
        Assert.Equal(("in_progress", string.Empty), ((string?)started["status"], (string?)started["arguments"]));
    }

    [Fact]
    public async Task Stream_Refusal_HasRefusalEvents()
    {
        IReadOnlyList<JsonObject> events = await PlayAsync("""{ "refusal": "No." }""");

        Assert.Equal("No.", Joined(events, "response.refusal.delta"));
        Assert.Equal("refusal", (string?)Response(events)["output"]![0]!["content"]![0]!["type"]);
    }

    [Fact]
    public async Task Stream_Incomplete_EndsSoWithUsage()
    {
        IReadOnlyList<JsonObject> events = await PlayAsync("""{ "text": "cut", "incomplete": "max_output_tokens" }""");

        JsonObject response = Response(events);
        Assert.Equal("response.incomplete", (string?)events[^1]["type"]);
        Assert.Equal(("incomplete", "max_output_tokens"), ((string?)response["status"], (string?)response["incomplete_details"]!["reason"]));
        Assert.Equal("incomplete", (string?)response["output"]![0]!["status"]);
        Assert.NotNull(response["usage"]);
    }

    [Fact]
    public async Task Stream_Failed_KeepsTheOutputAndReportsNoUsage()
    {
        IReadOnlyList<JsonObject> events = await PlayAsync("""{ "text": "so far", "failed": { "code": "server_error", "message": "broke" } }""");

        JsonObject response = Response(events);
        Assert.Equal("response.failed", (string?)events[^1]["type"]);
        Assert.Equal(("server_error", "broke"), ((string?)response["error"]!["code"], (string?)response["error"]!["message"]));
        Assert.Single(response["output"]!.AsArray());
        Assert.Null(response["usage"]);
    }

    [Fact]
    public async Task Buffered_SameReply_IsTheResponseOfTheStream()
    {
        const string Turns = """{ "reasoning": "r", "text": "t", "tools": [{ "kind": "shell", "command": "ls" }], "usage": { "input": 50 } }""";
        JsonObject streamed = Response(await PlayAsync(Turns));
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of(Turns), 0, new ImmediateTimeProvider(), RawClient.Timeout);
        using ModelCaller caller = new(provider);

        JsonObject buffered = await caller.BufferedAsync(ModelCaller.Prompt(stream: false));

        Assert.True(JsonNode.DeepEquals(streamed, buffered), buffered.ToJsonString());
    }

    [Fact]
    public async Task Usage_NothingGiven_GrowsWithTheRequestAndCachesWhatWasSeen()
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of("""{ "tools": [{ "kind": "shell", "command": "ls" }] }, { "text": "end" }"""), cancellationToken: RawClient.Timeout);
        using ModelCaller caller = new(provider);
        string padding = new('x', 2100);

        JsonNode first = Response(await caller.StreamAsync(ModelCaller.Prompt(padding)))["usage"]!;
        string continued = $$$"""{"model":"m","stream":true,"input":[{"role":"user","content":"{{{padding}}}"},{"type":"function_call_output","call_id":"c","output":"o"}]}""";
        JsonNode second = Response(await caller.StreamAsync(continued))["usage"]!;

        Assert.InRange((int)first["input_tokens"]!, 525, 560);
        Assert.Equal(0, (int)first["input_tokens_details"]!["cached_tokens"]!);
        Assert.Equal(512, (int)second["input_tokens_details"]!["cached_tokens"]!);
        Assert.Equal((int)second["input_tokens"]! + (int)second["output_tokens"]!, (int)second["total_tokens"]!);
        ProviderUsage logged = provider.Requests[1].Usage!;
        Assert.Equal((int)second["output_tokens"]!, logged.OutputTokens);
    }

    [Fact]
    public async Task Ids_SameThreadTwice_RepeatAcrossProvidersAndDifferWithinOne()
    {
        string[] first = await IdsAsync();
        string[] second = await IdsAsync();

        Assert.Equal(first, second);
        Assert.Equal(first.Length, first.Distinct().Count());

        static async Task<string[]> IdsAsync()
        {
            await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
                Scenarios.Of("""{ "tools": [{ "kind": "shell", "command": "ls" }, { "kind": "shell", "command": "ls" }] }"""),
                cancellationToken: RawClient.Timeout);
            using ModelCaller caller = new(provider);
            List<string> ids = [];
            for (int request = 0; request < 2; request++)
            {
                JsonObject response = Response(await caller.StreamAsync(ModelCaller.Prompt(), ("thread-id", "t")));
                ids.Add((string)response["id"]!);
                ids.AddRange(response["output"]!.AsArray().Select(static item => (string)item!["id"]!));
                ids.AddRange(response["output"]!.AsArray().Select(static item => (string)item!["call_id"]!));
            }

            return [.. ids];
        }
    }

    [Fact]
    public async Task EchoTools_SwitchedOn_RepeatsTheRequestsTools()
    {
        Scenario scenario = Scenarios.Of("""{ "text": "t" }""") with { EchoTools = true };
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(scenario, cancellationToken: RawClient.Timeout);
        using ModelCaller caller = new(provider);

        JsonObject response = await caller.BufferedAsync("""{"model":"m","input":"x","tools":[{"type":"web_search"}]}""");

        Assert.Equal("""[{"type":"web_search"}]""", response["tools"]!.ToJsonString());
    }

    private static async Task<IReadOnlyList<JsonObject>> PlayAsync(string turns)
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of(turns), 0, new ImmediateTimeProvider(), RawClient.Timeout);
        using ModelCaller caller = new(provider);
        return await caller.StreamAsync(ModelCaller.Prompt(stream: true));
    }

    private static JsonObject Response(IReadOnlyList<JsonObject> events) => events[^1]["response"]!.AsObject();

    private static IEnumerable<JsonObject> Of(IReadOnlyList<JsonObject> events, string type)
        => events.Where(data => (string?)data["type"] == type);

    private static string Joined(IReadOnlyList<JsonObject> events, string type)
        => string.Concat(Of(events, type).Select(static data => (string?)data["delta"]));
}
