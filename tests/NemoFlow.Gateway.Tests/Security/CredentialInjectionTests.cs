// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Security;

public sealed class CredentialInjectionTests
{
    private const string Token = "x-nemo-flow-token: gateway-secret";

    [Theory]
    [InlineData("/v1/responses", "authorization", "Bearer k1")]
    [InlineData("/v1/models", "authorization", "Bearer k1")]
    [InlineData("/v1/messages", "x-api-key", "k2")]
    public async Task Token_NoCredentials_GetsTheEnvironmentsKey(string path, string header, string expected)
    {
        await using TestGateway gateway = await StartAsync();

        await gateway.CallAsync(Wire.Get(path, Token));

        Assert.Equal([expected], gateway.Upstream.Request.Values(header));
        AssertOnly(gateway, header);
    }

    [Theory]
    [InlineData("/v1/responses", "authorization: Bearer own")]
    [InlineData("/v1/responses", "api-key: own")]
    [InlineData("/v1/messages", "x-api-key: own")]
    [InlineData("/v1/messages", "anthropic-api-key: own")]
    [InlineData("/v1/messages", "authorization: Bearer own")]
    public async Task Token_OwnCredentials_StayAlone(string path, string credentials)
    {
        await using TestGateway gateway = await StartAsync();

        await gateway.CallAsync(Wire.Post(path, "{}", Token, credentials));

        string name = credentials[..credentials.IndexOf(':', StringComparison.Ordinal)];
        Assert.Equal([credentials[(name.Length + 2)..]], gateway.Upstream.Request.Values(name));
        AssertOnly(gateway, name);
    }

    [Theory]
    [InlineData("accept: */*")]
    [InlineData("x-nemo-flow-token: wrong")]
    [InlineData("x-nemo-flow-token: gateway-secre")]
    [InlineData("x-nemo-flow-token: ")]
    [InlineData("x-nemo-flow-token: gateway-secret, gateway-secret")]
    public async Task NoToken_NoCredentials_GetsNothing(string header)
    {
        await using TestGateway gateway = await StartAsync();

        await gateway.CallAsync(Wire.Post("/v1/responses", "{}", header));

        AssertOnly(gateway, null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    public async Task Token_NoKeyInTheEnvironment_GetsNothing(string? key)
    {
        await using TestGateway gateway = await StartAsync(key);

        await gateway.CallAsync(Wire.Post("/v1/responses", "{}", Token));

        AssertOnly(gateway, null);
    }

    private static void AssertOnly(TestGateway gateway, string? name) => Assert.All(
        ["authorization", "x-api-key", "api-key", "anthropic-api-key", "x-nemo-flow-token"],
        other => Assert.Equal(other == name, gateway.Upstream.Request.Has(other)));

    private static Task<TestGateway> StartAsync(string? key = " k1 ") => TestGateway.StartAsync(
        Wire.Json("{}"),
        (GatewayOptions o) => o with { Token = "gateway-secret", OpenAIApiKey = key, AnthropicApiKey = key is null ? null : "k2" });
}
