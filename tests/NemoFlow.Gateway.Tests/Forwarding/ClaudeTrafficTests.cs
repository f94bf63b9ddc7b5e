// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

/// <summary>What Claude Code sends beside messages, and how it logs in.</summary>
public sealed class ClaudeTrafficTests
{
    private const string Login = "authorization: Bearer sk-ant-oat01-of-the-user";

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET /api/claude_cli/bootstrap HTTP/1.1")]
    [InlineData("GET /v1/models?limit=1000 HTTP/1.1")]
    public async Task Target_ThatNamesNoApi_GoesToAnthropicInARunOfClaudeCode(string line)
    {
        await using RawUpstream elsewhere = RawUpstream.Answering(Wire.Json("{}"));
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { PrefersAnthropic = true, OpenAIBaseUrl = new Uri(elsewhere.Url) });

        WireMessage answer = await gateway.CallAsync(Wire.Get(line.Split(' ')[1]));

        Assert.Equal(200, answer.Status);
        Assert.Equal(line, gateway.Upstream.Request.StartLine);
    }

    [Fact]
    public async Task Login_OfTheUser_IsPassedThroughAndNeverExchangedForAKey()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { Token = "gateway-secret", AnthropicApiKey = "metered" });

        await gateway.CallAsync(Wire.Post("/v1/messages?beta=true", "{}", Login, "anthropic-beta: oauth-2025-04-20", "x-nemo-flow-token: gateway-secret"));

        Assert.Equal("/v1/messages?beta=true", gateway.Upstream.Request.Target);
        Assert.Equal([Login["authorization: ".Length..]], gateway.Upstream.Request.Values("authorization"));
        Assert.Equal(["oauth-2025-04-20"], gateway.Upstream.Request.Values("anthropic-beta"));
        Assert.False(gateway.Upstream.Request.Has("x-api-key"));
        Assert.False(gateway.Upstream.Request.Has("x-nemo-flow-token"));
    }

    [Fact]
    public async Task BaseUrl_WithAPath_KeepsIt()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { AnthropicBaseUrl = new Uri(o.AnthropicBaseUrl, "/anthropic") });

        await gateway.CallAsync(Wire.Post("/v1/messages?beta=true", "{}"));

        Assert.Equal("/anthropic/v1/messages?beta=true", gateway.Upstream.Request.Target);
    }
}
