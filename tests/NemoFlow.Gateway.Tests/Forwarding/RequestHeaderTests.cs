// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class RequestHeaderTests
{
    private static readonly byte[] Answer = Wire.Json("{}");

    [Theory]
    [InlineData("authorization", "Bearer secret")]
    [InlineData("x-api-key", "secret")]
    [InlineData("anthropic-api-key", "secret")]
    [InlineData("api-key", "k")]
    [InlineData("cookie", "c=1; d=2")]
    [InlineData("x-request-id", "req-1")]
    [InlineData("User-Agent", "codex_cli_rs/0.169.0 (Linux 6.1; x86_64) xterm/256 (odd; ;;)")]
    [InlineData("Accept", "text/event-stream,*/*;q=0.1,,broken;;")]
    [InlineData("content-type", "application/json; charset=\"utf-8\" ; odd")]
    [InlineData("content-type", "not a media type")]
    [InlineData("if-none-match", "not-a-quoted-tag")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("x-odd_name.1~", "a\tb")]
    [InlineData("x-latin", "caf\u00e9 \u00a3\u00ff\u0080")]
    [InlineData("x-utf8-bytes", "\u00e4\u00bd\u00a0")]
    [InlineData("x-empty", "")]
    [InlineData("date", "yesterday")]
    [InlineData("range", "bytes=0-")]
    [InlineData("content-language", "de")]
    [InlineData("referer", "http://localhost/ x")]
    public async Task Header_EndToEnd_ArrivesAsSent(string name, string value)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/v1/responses", "{}", $"{name}: {value}"));

        Assert.Equal(200, answer.Status);
        Assert.Equal([value], gateway.Upstream.Request.Values(name));
    }

    [Theory]
    [InlineData("keep-alive", "timeout=5")]
    [InlineData("proxy-authorization", "Basic x")]
    [InlineData("proxy-connection", "keep-alive")]
    [InlineData("te", "trailers")]
    [InlineData("trailer", "x-t")]
    [InlineData("accept-encoding", "gzip, zstd")]
    [InlineData("upgrade", "h2c")]
    [InlineData("x-nemo-flow-token", "t")]
    [InlineData("X-Nemo-Flow-Session-Id", "s")]
    [InlineData("x-nemo-flow-anything", "s")]
    public async Task Header_OfTheConnectionOrOurs_StaysHere(string name, string value)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync(Wire.Post("/v1/responses", "{}", $"{name}: {value}"));

        Assert.Equal(200, answer.Status);
        Assert.False(gateway.Upstream.Request.Has(name));
    }

    [Theory]
    [InlineData("X-Hop", "x-hop: 1")]
    [InlineData("x-a, X-Hop", "x-hop: 1")]
    [InlineData("Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")]
    public async Task Header_NamedByConnection_StaysHere(string connection, string header)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        await gateway.CallAsync(Wire.Post("/v1/responses", "{}", "connection: " + connection, header, "x-other: 2"));

        Assert.Equal(["content-length", "host", "x-other"], gateway.Upstream.Request.Headers.Select(h => h.Key.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task Header_GivenTwice_KeepsItsValuesInOrder()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        await gateway.CallAsync(Wire.Post("/v1/responses", "{}", "x-many: a", "X-Many: b, c", "x-many: d"));

        Assert.Equal("a, b, c, d", gateway.Upstream.Request.Value("x-many"));
    }

    [Fact]
    public async Task Headers_OfARequestWithoutBody_AddNothingButWhatWasSent()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        await gateway.CallAsync(Wire.Get("/v1/models", "accept: */*"));

        Assert.Equal(["accept", "host"], gateway.Upstream.Request.Headers.Select(h => h.Key.ToLowerInvariant()).Order());
        Assert.Equal(new Uri(gateway.Upstream.Url).Authority, gateway.Upstream.Request.Value("host"));
    }

    [Fact]
    public async Task Header_DescribingABodyThatIsNotThere_ArrivesAsSent()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        await gateway.CallAsync(Wire.Get("/v1/models", "content-type: application/json"));

        Assert.Equal("application/json", gateway.Upstream.Request.Value("content-type"));
        Assert.Empty(gateway.Upstream.Request.Body);
    }
}
