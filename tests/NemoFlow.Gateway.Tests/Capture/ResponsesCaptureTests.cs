// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Capture;

public sealed class ResponsesCaptureTests
{
    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/responses")]
    [InlineData("/v1/responses?stream=1")]
    public async Task Stream_TextToolCallAndUsage_AreInTheSession(string path)
    {
        string[] events =
        [
            Responses.Created, Responses.MessageStarted, Responses.Delta("let me look"), Responses.MessageDone("let me look"),
            Responses.ToolCallDone("call_weather_1", "weather", """{"city":"Köln"}"""), Responses.Completed,
        ];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(events));

        WireMessage answer = await gateway.CallAsync(Wire.Post(path, Responses.Prompt, "x-nemo-flow-session-id: gateway-routed", "x-request-id: up-1"));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal(string.Concat(events), answer.Text);
        Assert.Equal("gateway-routed", session.Id);
        LlmCall call = session.Call();
        Assert.Equal(("openai.responses", CallStatus.Completed, "gpt-test", 200), (call.Api, call.Status, call.Model, call.HttpStatus!.Value));
        Assert.Equal("let me look", call.Response!.Text);
        Assert.Equal((75, 10, 20, 95), (call.Usage!.Input, call.Usage.CacheRead, call.Usage.Output, call.Usage.Total));
        Assert.Equal("hello", session.Turns[0].Prompt);
        Assert.Empty(call.Flags);
        Assert.True(call.TimeToFirstEvent > TimeSpan.Zero && call.TimeToFirstEvent <= call.Duration);
        Assert.Equal("up-1", call.RequestHeaders["x-request-id"]);
        ToolCall tool = Assert.Single(session.Turns.SelectMany(t => t.Items).OfType<ToolCall>());
        Assert.Equal(("call_weather_1", "weather", call.Id), (tool.Id, tool.Name, tool.LlmCallId));
    }

    [Fact]
    public async Task Buffered_TextUsageAndHeaders_AreInTheSession()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(
            Wire.Ok(Responses.Buffered("héllo"), "content-type: application/json; charset=utf-8", "x-request-id: req_1", "x-ratelimit-remaining-tokens: 5"));

        await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal((CallStatus.Completed, "héllo", 7), (call.Status, call.Response!.Text, call.Usage!.Total));
        Assert.Equal(("req_1", "5"), (call.ResponseHeaders["x-request-id"], call.ResponseHeaders["x-ratelimit-remaining-tokens"]));
        Assert.Empty(call.Flags);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "openai.chat_completions")]
    [InlineData("/chat/completions", "openai.chat_completions")]
    [InlineData("/v1/messages", "anthropic.messages")]
    [InlineData("/openai/deployments/gpt/chat/completions?api-version=2025-01-01", "openai.chat_completions")]
    [InlineData("/openai/v1/chat/completions", "openai.chat_completions")]
    [InlineData("/openai/responses?api-version=preview", "openai.responses")]
    [InlineData("/openai/v1/responses", "openai.responses")]
    [InlineData("/api/v1/chat/completions", "openai.chat_completions")]
    [InlineData("/v1beta/openai/chat/completions", "openai.chat_completions")]
    [InlineData("/backend-api/codex/responses/", "openai.responses")]
    [InlineData("/anthropic/v1/messages", "anthropic.messages")]
    public async Task OtherApis_AreRecordedUnderTheirNames(string path, string api)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream("data: {\"id\":\"1\"}\n\n", "data: [DONE]\n\n"));

        await gateway.CallAsync(Wire.Post(path, """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"""));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal((api, 200), (call.Api, call.HttpStatus!.Value));
        Assert.NotNull(call.EndedAt);
    }

    [Theory]
    [InlineData("/v1/threads/t/messages")]
    [InlineData("/v1/responses/resp_1/cancel")]
    [InlineData("/v1/messages/batches")]
    [InlineData("/v1/xresponses")]
    [InlineData("/v1/completions")]
    public async Task OtherPaths_AreForwardedAndNotRecorded(string path)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        WireMessage answer = await gateway.CallAsync(Wire.Post(path, """{"model":"m"}"""));
        await gateway.StopAsync();

        Assert.Equal("{}", answer.Text);
        Assert.Empty(gateway.ReadEvents());
    }

    /// <summary>A title, a topic: asked for on the side, of a small model or without tools, in the middle of a conversation.</summary>
    [Fact]
    public async Task Session_SideRequestsInBetween_KeepTheHistoryOfTheConversation()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(Responses.Saying("ok")));
        using RawClient client = await gateway.ConnectAsync();
        const string Tools = ""","tools":[{"type":"function","name":"f"}],"model":"big"}""";

        await client.SendAndReadAsync(Wire.Post(Responses.Path, $$"""{"input":[{{Item("one")}}]{{Tools}}"""));
        await client.SendAndReadAsync(Wire.Post(Responses.Path, $$"""{"input":[{{Item("title of one")}}],"model":"small"}"""));
        await client.SendAndReadAsync(Wire.Post(Responses.Path, $$"""{"input":[{{Item("one")}},{{Item("two")}}]{{Tools}}"""));
        await client.SendAndReadAsync(Wire.Post(Responses.Path, $$"""{"input":[{{Item("topic")}}],"model":"big","tools":[]}"""));
        await client.SendAndReadAsync(Wire.Post(Responses.Path, $$"""{"input":[{{Item("one")}},{{Item("two")}},{{Item("three")}}]{{Tools}}"""));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal([(0, 1), (0, 1), (1, 1), (0, 1), (2, 1)], session.Calls().Select(c => (c.Request!.HistoryCount, c.Request.NewItems.Count)));

        static string Item(string text) => $$"""{"type":"message","role":"user","content":[{"type":"input_text","text":"{{text}}"}]}""";
    }

    [Fact]
    public async Task Stream_CharactersCutBetweenReads_AreWholeInTheSession()
    {
        const string Text = "h\u00e9llo \u4f60\u597d \U0001f44b\U0001f3fd";
        byte[] stream = Wire.Utf8(Responses.Created + Responses.MessageStarted
            + "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"" + Text + "\"}\n\n");
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync(Wire.StreamHead());
            foreach (byte[] piece in Wire.Cut(stream, 1))
            {
                await connection.SendAsync(Wire.Chunk(piece));
            }

            await connection.SendAsync(Wire.LastChunk);
        }));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(stream, answer.Body);
        Assert.Equal(Text, call.Response!.Text);
    }

    [Fact]
    public async Task Session_SeveralCalls_KeepsTheirOrderAndHistory()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(Responses.Saying("ok")));
        using RawClient client = await gateway.ConnectAsync();
        string item = """{"type":"message","role":"user","content":[{"type":"input_text","text":"TEXT"}]}""";
        string first = """{"model":"gpt-test","stream":true,"input":[""" + item.Replace("TEXT", "one", StringComparison.Ordinal);
        string second = first + "," + item.Replace("TEXT", "two", StringComparison.Ordinal);

        await client.SendAndReadAsync(Wire.Post(Responses.Path, first + "]}"));
        await client.SendAndReadAsync(Wire.Post(Responses.Path, second + "]}"));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal([(0, 1), (1, 1)], session.Calls().Select(c => (c.Request!.HistoryCount, c.Request.NewItems.Count)));
        Assert.Equal(190, session.Usage!.Total);
    }

    [Fact]
    public async Task ManyCallsAtOnce_AreAllRecorded()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(request => Wire.Stream(Responses.Saying("said " + request.Value("x-n")))));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt, "x-nemo-flow-session-id: one", "x-n: " + n))));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal(40, session.Calls().Count);
        Assert.All(session.Calls(), c => Assert.Equal((CallStatus.Completed, "said " + c.RequestHeaders["x-n"]), (c.Status, c.Response!.Text)));
    }
}
