// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Capture;

public sealed class ServerCaptureTests
{
    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/v1/messages")]
    public async Task Call_Server_IsHostAndPortAndNothingElseOfTheAddress(string path)
    {
        await using RawUpstream upstream = RawUpstream.Answering(Wire.Json("{}"));
        Uri secret = new(upstream.Url.Replace("http://", "http://user-canary:password-canary@", StringComparison.Ordinal) + "/path-canary?key=query-canary");
        await using TestGateway gateway = await TestGateway.StartAsync((RawUpstream?)null, o => o with { OpenAIBaseUrl = secret, AnthropicBaseUrl = secret });

        await gateway.CallAsync(Wire.Post(path, """{"model":"m"}"""));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal((secret.Host, secret.Port), (call.ServerAddress, call.ServerPort));
        Assert.All(
            Directory.EnumerateFiles(gateway.Folder, "*", SearchOption.AllDirectories),
            f => Assert.DoesNotContain("canary", File.ReadAllText(f, Encoding.UTF8), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_ProviderIsAway_IsRecordedWithItsServer()
    {
        await using TestGateway gateway = await TestGateway.StartAsync((RawUpstream?)null, o => o with { OpenAIBaseUrl = new Uri("http://[::1]:1/v1") });

        await gateway.CallAsync(Wire.Post("/v1/responses", """{"model":"m"}"""));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(("::1", 1, CallStatus.Failed), (call.ServerAddress, call.ServerPort, call.Status));
    }
}
