// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Endpoints;

public sealed class SessionEndpointTests
{
    private const string Endpoint = "http://127.0.0.1:4318/v1/traces";

    [Theory]
    [InlineData(Endpoint, true, Endpoint)]
    [InlineData(Endpoint, false, null)]
    [InlineData("http://ann:secret@127.0.0.1/v1/traces", true, null)]
    [InlineData("http://127.0.0.1/v1/traces?api_key=secret", true, null)]
    public async Task EndpointHeader_CountsOnlyWithTheTokenAndWithoutCredentials(string asked, bool withToken, string? followed)
    {
        await using TestGateway gateway = await TestGateway.StartAsync((RawUpstream?)null);
        string token = withToken ? gateway.Server.Options.Token! : "wrong";

        await gateway.CallAsync(Wire.Post(
            "/hooks/codex", """{"session_id":"s","hook_event_name":"UserPromptSubmit","prompt":"hi"}""", "x-nemo-flow-openinference-endpoint: " + asked, "x-nemo-flow-token: " + token));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal(followed, session.AskedOpenInferenceEndpoint);
        Assert.Equal(followed is not null, gateway.ReadEvents().Any(e => e.Data.GetRawText().Contains(asked, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PluginConfigHeader_WhichMayHoldCredentials_IsInNoFile()
    {
        await using TestGateway gateway = await TestGateway.StartAsync((RawUpstream?)null);

        await gateway.CallAsync(Wire.Post(
            "/hooks/codex",
            """{"session_id":"s","hook_event_name":"UserPromptSubmit","prompt":"hi"}""",
            """x-nemo-flow-plugin-config: {"components":[{"kind":"observability","config":{"opentelemetry":{"headers":{"x-tenant":"plain-canary"}}}}]}""",
            "x-nemo-flow-token: " + gateway.Server.Options.Token));
        string folder = gateway.Folder;
        await gateway.StopAsync();

        Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), f => Assert.DoesNotContain("plain-canary", File.ReadAllText(f), StringComparison.Ordinal));
    }
}
