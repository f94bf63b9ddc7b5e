// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class ResponseHeaderTests
{
    private static readonly byte[] Question = Wire.Post("/v1/responses", "{}");

    [Theory]
    [InlineData("x-request-id", "req_1")]
    [InlineData("x-ratelimit-remaining-tokens", "149984")]
    [InlineData("openai-processing-ms", "12")]
    [InlineData("retry-after", "soon")]
    [InlineData("Content-Type", "text/event-stream; charset=utf-8;odd")]
    [InlineData("date", "Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("date", "not a date")]
    [InlineData("server", "cloudflare")]
    [InlineData("etag", "unquoted")]
    [InlineData("expires", "0")]
    [InlineData("cache-control", "no-cache,, odd=\"")]
    [InlineData("www-authenticate", "Negotiate, Basic realm=\"x\"")]
    [InlineData("location", "/elsewhere?a b")]
    [InlineData("x-latin", "caf\u00e9 \u00a3\u00ff\u0080")]
    [InlineData("x-tab", "a\tb")]
    [InlineData("x-empty", "")]
    [InlineData("x-long", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Header_EndToEnd_ArrivesAsSent(string name, string value)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok("{}", $"{name}: {value}"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(200, answer.Status);
        Assert.Equal([value], answer.Values(name));
    }

    [Fact]
    public async Task Header_GivenTwice_ArrivesTwice()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok("{}", "set-cookie: a=1; Path=/, x", "x-b: 1", "Set-Cookie: b=2", "x-b: 2"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(["a=1; Path=/, x", "b=2"], answer.Values("set-cookie"));
        Assert.Equal(["1", "2"], answer.Values("x-b"));
    }

    [Fact]
    public async Task Header_OfTheConnection_StaysHere()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(
            Wire.Ok("{}", "connection: keep-alive, x-hop", "x-hop: 1", "keep-alive: timeout=5", "proxy-authenticate: Basic", "trailer: x", "x-end: 1"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.All(["connection", "x-hop", "keep-alive", "proxy-authenticate", "trailer"], name => Assert.False(answer.Has(name), name));
        Assert.Equal("1", answer.Value("x-end"));
    }

    [Fact]
    public async Task Headers_NothingIsAddedButTheDate()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok("{}"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(["content-length", "date"], answer.Headers.Select(h => h.Key.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task Header_WithACharacterThatNoServerMaySend_DoesNotCostTheAnswer()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok("{}", "x-bell: a\u0007b", "x-good: 1"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal((200, "{}", "1"), (answer.Status, answer.Text, answer.Value("x-good")));
    }
}
