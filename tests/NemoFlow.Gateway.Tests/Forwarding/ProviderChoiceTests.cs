// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class ProviderChoiceTests
{
    [Theory]
    [InlineData("/v1/responses", true)]
    [InlineData("/chat/completions", true)]
    [InlineData("/v1/messages", false)]
    [InlineData("/messages", false)]
    [InlineData("/v1/files", false)]
    public async Task Request_WithAnApiKeyHeader_GoesWhereItsPathSays(string path, bool openAI)
    {
        await using RawUpstream anthropic = RawUpstream.Answering(Wire.Json("{}"));
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(Wire.Json("{}")), o => o with { AnthropicBaseUrl = new Uri(anthropic.Url) });

        await gateway.CallAsync(Wire.Post(path, "{}", "x-api-key: for-one-of-them", "anthropic-version: 2023-06-01"));

        Assert.Equal((openAI ? 1 : 0, openAI ? 0 : 1), (gateway.Upstream.Requests.Count, anthropic.Requests.Count));
    }
}
