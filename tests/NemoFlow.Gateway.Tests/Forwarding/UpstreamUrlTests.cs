// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class UpstreamUrlTests
{
    private const string Jwt = "authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln";

    [Theory]
    [InlineData("/v1", "/v1/responses", "/v1/responses")]
    [InlineData("/v1", "/responses", "/v1/responses")]
    [InlineData("/v1/", "/v1/chat/completions?x=1", "/v1/chat/completions?x=1")]
    [InlineData("", "/v1/responses", "/v1/responses")]
    [InlineData("", "/responses", "/v1/responses")]
    [InlineData("/", "/models", "/v1/models")]
    [InlineData("/openai", "/v1/responses", "/openai/v1/responses")]
    [InlineData("/openai", "/responses", "/openai/responses")]
    [InlineData("/api/v1", "/v1/models?limit=1", "/api/v1/models?limit=1")]
    [InlineData("/v1?api-version=2", "/v1/responses", "/v1/responses?api-version=2")]
    [InlineData("/v1?api-version=2", "/v1/responses?a=b", "/v1/responses?a=b&api-version=2")]
    [InlineData("/v1", "/v1", "/v1")]
    [InlineData("/v1", "/v1?x", "/v1?x")]
    [InlineData("/v1", "/v10/responses", "/v1/v10/responses")]
    [InlineData("", "/openai/deployments/d/chat/completions?api-version=1", "/openai/deployments/d/chat/completions?api-version=1")]
    [InlineData("", "/openai/responses", "/openai/responses")]
    [InlineData("", "/openai/v1/responses", "/openai/v1/responses")]
    [InlineData("", "/api/v1/chat/completions", "/api/v1/chat/completions")]
    [InlineData("", "/v1beta/openai/chat/completions", "/v1beta/openai/chat/completions")]
    [InlineData("", "/v1/threads/t/messages", "/v1/threads/t/messages")]
    public async Task OpenAI_BaseAndPath_ShareTheirVersion(string basePath, string target, string expected)
    {
        await using TestGateway gateway = await StartAsync((o, url) => o with { OpenAIBaseUrl = new Uri(url + basePath) });

        await gateway.CallAsync(Wire.Get(target));

        Assert.Equal(expected, gateway.Upstream.Request.Target);
    }

    [Theory]
    [InlineData("", "/v1/messages?beta=true", "/v1/messages?beta=true")]
    [InlineData("/", "/v1/messages/count_tokens", "/v1/messages/count_tokens")]
    [InlineData("/proxy/", "/v1/messages", "/proxy/v1/messages")]
    public async Task Anthropic_Path_IsAppended(string basePath, string target, string expected)
    {
        await using TestGateway gateway = await StartAsync((o, url) => o with { AnthropicBaseUrl = new Uri(url + basePath), OpenAIBaseUrl = new Uri("http://127.0.0.1:1") });

        await gateway.CallAsync(Wire.Post(target, "{}"));

        Assert.Equal(expected, gateway.Upstream.Request.Target);
    }

    [Theory]
    [InlineData("anthropic-version: 2023-06-01", "/anthropic/api/event_logging")]
    [InlineData("x-api-key: k", "/anthropic/api/event_logging")]
    [InlineData("authorization: Bearer k", "/v1/api/event_logging")]
    public async Task UnknownPath_GoesToTheProviderOfItsHeaders_AndIsNotRecorded(string header, string expected)
    {
        await using TestGateway gateway = await StartAsync((o, url) => o with { AnthropicBaseUrl = new Uri(url + "/anthropic"), OpenAIBaseUrl = new Uri(url + "/v1") });

        await gateway.CallAsync(Wire.Post("/api/event_logging", "{}", header));
        await gateway.StopAsync();

        Assert.Equal(expected, gateway.Upstream.Request.Target);
        Assert.Empty(gateway.ReadEvents());
    }

    [Theory]
    [InlineData(Jwt)]
    [InlineData("authorization: Bearer at-1234")]
    [InlineData("chatgpt-account-id: 1")]
    public async Task ChatGptLogin_DefaultBase_GoesToChatGpt(string header)
    {
        await using TestGateway gateway = await StartAsync((o, url) => o with
        {
            OpenAIBaseUrl = new Uri(GatewayOptions.DefaultOpenAIBaseUrl),
            ChatGptBaseUrl = new Uri(url + "/backend-api/codex"),
        });

        await gateway.CallAsync(Wire.Post("/v1/responses?a=1", "{}", header));

        Assert.Equal("/backend-api/codex/responses?a=1", gateway.Upstream.Request.Target);
    }

    [Fact]
    public async Task ChatGptLogin_AnotherBase_StaysThere()
    {
        await using TestGateway gateway = await StartAsync((o, url) => o with { OpenAIBaseUrl = new Uri(url + "/v1"), ChatGptBaseUrl = new Uri("http://127.0.0.1:1") });

        WireMessage answer = await gateway.CallAsync(Wire.Post("/v1/responses", "{}", Jwt));

        Assert.Equal((200, "/v1/responses"), (answer.Status, gateway.Upstream.Request.Target));
    }

    [Fact]
    public async Task ChatGptLogin_KeyInTheEnvironmentAndToken_IsNotReplaced()
    {
        await using TestGateway gateway = await StartAsync((o, url) => o with
        {
            OpenAIBaseUrl = new Uri(GatewayOptions.DefaultOpenAIBaseUrl),
            ChatGptBaseUrl = new Uri(url),
            OpenAIApiKey = "sk-environment",
            Token = "secret",
        });

        await gateway.CallAsync(Wire.Post("/v1/responses", "{}", Jwt, "x-nemo-flow-token: secret"));

        Assert.Equal([Jwt["authorization: ".Length..]], gateway.Upstream.Request.Values("authorization"));
    }

    private static Task<TestGateway> StartAsync(Func<GatewayOptions, string, GatewayOptions> change)
    {
        RawUpstream upstream = RawUpstream.Answering(Wire.Json("{}"));
        return TestGateway.StartAsync(upstream, o => change(o, upstream.Url));
    }
}
