// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class RequestTargetTests
{
    private static readonly byte[] Answer = Wire.Json("{}");

    [Theory]
    [InlineData("/v1/responses//x/../y?a=%2F&b=c%20d")]
    [InlineData("/v1/responses?")]
    [InlineData("/v1/responses?a=b?c=d&&e")]
    [InlineData("/v1/re%73ponses/%2e%2E/%c3%a9/%zz%")]
    [InlineData("/v1/a;b=c;d/./e|f\"<>^`{}[]\\")]
    [InlineData("/v1/x?q='!*()~$,:@/;=+%00")]
    [InlineData("/v1/x#not-a-fragment?y")]
    [InlineData("/v1//")]
    public async Task Target_AsWritten_ReachesTheProvider(string target)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync(Wire.Post(target, "{}"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("POST " + target + " HTTP/1.1", gateway.Upstream.Request.StartLine);
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/v1/a/../b?x=%2F")]
    public async Task Target_AbsoluteForm_LosesOnlyItsAuthority(string target)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync(Wire.Post($"http://127.0.0.1:{gateway.Port}{target}", "{}"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(target, gateway.Upstream.Request.Target);
    }

    [Fact]
    public async Task Target_AbsoluteFormOfAnotherHost_IsRefused()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync(Wire.Post("http://example.com/v1/responses", "{}"));

        Assert.Equal(403, answer.Status);
        Assert.Empty(gateway.Upstream.Requests);
    }

    [Fact]
    public async Task Target_AuthorityForm_IsRefused()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync("CONNECT 127.0.0.1:443 HTTP/1.1\r\nHost: 127.0.0.1:443\r\n\r\n"u8.ToArray());

        Assert.Equal(400, answer.Status);
        Assert.Equal("bad_target", answer.Value("x-nemo-flow-error"));
        Assert.Empty(gateway.Upstream.Requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("M-SEARCH")]
    public async Task Method_Any_ReachesTheProvider(string method)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        WireMessage answer = await gateway.CallAsync(Wire.Bare(method, "/v1/files/1"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(method + " /v1/files/1 HTTP/1.1", gateway.Upstream.Request.StartLine);
        Assert.True(gateway.Upstream.Request.Value("content-length") is null or "0");
        Assert.False(gateway.Upstream.Request.Has("transfer-encoding"));
    }
}
