// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Capture;

public sealed class MalformedCaptureTests
{
    [Theory]
    [InlineData("{\"model\":\"gpt-test\",")]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("plain text")]
    public async Task Request_NoJsonObject_IsForwardedAndMarked(string body)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Answer("400 Bad Request", "{}"u8.ToArray(), "content-type: application/json"));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, body));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body, gateway.Upstream.Request.Text);
        Assert.Equal((400, CallStatus.Failed), (answer.Status, call.Status));
        Assert.Contains("malformed_json", call.Flags);
    }

    [Fact]
    public async Task Request_NestedDeeperThanAnyReader_IsForwardedAndMarked()
    {
        string body = "{\"input\":" + new string('[', 2000) + new string(']', 2000) + "}";
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(Responses.Saying("ok")));

        await gateway.CallAsync(Wire.Post(Responses.Path, body));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body, gateway.Upstream.Request.Text);
        Assert.Equal((CallStatus.Completed, "ok"), (call.Status, call.Response!.Text));
        Assert.Contains("malformed_json", call.Flags);
    }

    [Fact]
    public async Task Answer_NoJson_IsForwardedAndMarked()
    {
        const string Page = "<html>Bad gateway \u00e9</html>";
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Answer("502 Bad Gateway", Wire.Utf8(Page), "content-type: text/html"));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal((502, Page), (answer.Status, answer.Text));
        Assert.False(answer.Has("x-nemo-flow-error"));
        Assert.Equal(CallStatus.Failed, call.Status);
        Assert.Contains("malformed_json", call.Flags);
    }

    [Fact]
    public async Task Stream_WithAMalformedEvent_IsForwardedMarkedAndReadAroundIt()
    {
        string[] events = [Responses.Created, Responses.MessageStarted, Responses.Delta("one "), "data: {not valid json}\n\n", Responses.Delta("two"), Responses.Completed];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(events));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(string.Concat(events), answer.Text);
        Assert.Equal((CallStatus.Completed, "one two", 95), (call.Status, call.Response!.Text, call.Usage!.Total));
        Assert.Equal(["malformed_sse"], call.Flags);
    }

    [Theory]
    [InlineData("data: {\"chunk\":\"first\"}\n\ndata: {not valid json}\n\ndata: {\"chunk\":\"third\"}\n\n")]
    [InlineData("data: 5\n\ndata: null\n\ndata: [\"x\"]\n\ndata: \"text\"\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"type\":\"response.completed\",\"response\":5}\n\ndata: {\"type\":7}\n\n")]
    [InlineData("data: {\"type\":\"response.output_item.done\",\"output_index\":-1e99,\"item\":[]}\n\n")]
    [InlineData("")]
    public async Task Stream_NothingOfTheApi_EndsTheCallWithAMark(string stream)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(stream.Length == 0 ? [] : [stream]));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(stream, answer.Text);
        Assert.NotNull(call.EndedAt);
        Assert.Contains("truncated_stream", call.Flags);
    }

    [Theory]
    [InlineData("application/json", """{"id":"r1","output":[{"type":"message","content":[{"type":"output_text","text":"cut \ud83d"}]}]}""")]
    [InlineData("text/event-stream", """data: {"type":"response.completed","response":{"id":"r1","output":[{"type":"message","content":[{"type":"output_text","text":"cut \ud83d"}]}]}}""")]
    [InlineData("text/event-stream", """data: {"type":"response.output_text.delta","output_index":0,"delta":"cut \ud83d"}""")]
    [InlineData("text/event-stream", """data: {"type":"\ud83d","output_index":0}""")]
    public async Task Answer_HalfACharacter_IsForwardedAndTheCallEnds(string type, string body)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(body + "\n\n", "content-type: " + type));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, """{"model":"m\udc00","input":"cut \ud83d"}"""));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body + "\n\n", answer.Text);
        Assert.Contains("\\udc00", gateway.Upstream.Request.Text, StringComparison.Ordinal);
        Assert.NotNull(call.EndedAt);
        Assert.Contains("invalid_unicode", call.Flags);
    }

    [Fact]
    public async Task Answer_BytesThatAreNoUtf8_AreForwardedAndTheCallEnds()
    {
        byte[] body = [.. """{"id":"r1","output":[],"x":" """u8, 0xff, 0xc3, .. "\"}"u8];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(body, "content-type: application/json"));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, body));
        await gateway.StopAsync();

        Assert.Equal(body, answer.Body);
        Assert.Equal([EventKinds.LlmRequest, EventKinds.LlmResponse, EventKinds.GatewayStop], gateway.ReadEvents().Select(e => e.Kind));
        Assert.All(
            Directory.GetFiles(gateway.State.Sessions, "*.jsonl", SearchOption.AllDirectories),
            f => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(f)));
        Assert.All(gateway.ReadEvents().SkipLast(1), e => Assert.NotEmpty(e.Data.ItemsAt("flags")));
    }
}
