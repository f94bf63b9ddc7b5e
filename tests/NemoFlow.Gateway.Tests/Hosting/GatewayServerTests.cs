// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Hosting;

public sealed class GatewayServerTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.1")]
    [InlineData("::")]
    public async Task Start_AddressThatOthersReach_IsRefused(string address)
    {
        GatewayStartException e = await Assert.ThrowsAsync<GatewayStartException>(
            () => TestGateway.StartAsync(upstream: null, o => o with { Address = IPAddress.Parse(address) }));

        Assert.Contains(address, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortTaken_SaysWhich()
    {
        await using TestGateway first = await TestGateway.StartAsync(upstream: null);

        GatewayStartException e = await Assert.ThrowsAsync<GatewayStartException>(
            () => TestGateway.StartAsync(upstream: null, o => o with { Port = first.Port }));

        Assert.Contains(first.Port.ToString(provider: null), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoToken_MintsOne()
    {
        await using TestGateway one = await TestGateway.StartAsync(upstream: null);
        await using TestGateway two = await TestGateway.StartAsync(upstream: null);

        Assert.Equal(48, one.Server.Options.Token!.Length);
        Assert.NotEqual(one.Server.Options.Token, two.Server.Options.Token);
        Assert.DoesNotContain('/', one.Server.Url.OriginalString["http://".Length..]);
    }

    [Fact]
    public async Task Start_OwnProcess_LeavesNothingForChildrenToInherit()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { OwnsProcess = true });

        WireMessage answer = await gateway.CallAsync(Wire.Get("/v1/models"));

        Assert.Equal(200, answer.Status);
        Assert.Null(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"));
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/responses")]
    public async Task Upgrade_WebSocket_Is426AtOnce(string path)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        WireMessage answer = await gateway.CallAsync(
            Wire.Get(path, "Connection: Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));

        Assert.Equal((426, "websocket_unsupported"), (answer.Status, answer.Value("x-nemo-flow-error")));
        Assert.Equal(0, gateway.Upstream.Connections);
    }

    [Fact]
    public async Task Dispose_InMidStream_BreaksTheStreamOffAndRecordsIt()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync([.. Wire.StreamHead(), .. Wire.Chunk(Responses.Created + Responses.MessageStarted + Responses.Delta("half"))]);
            await connection.ReadToCloseAsync();
        }));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Wire.Post(Responses.Path, Responses.Prompt));
        WireMessage head = await client.ReadHeadAsync();
        await client.ReadChunkAsync();

        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.False((await client.ReadBodyAsync(head)).IsWhole);
        Assert.Equal((CallStatus.Interrupted, "half"), (call.Status, call.Response!.Text));
    }

    [Fact]
    public async Task Dispose_Twice_IsHarmless()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        await gateway.StopAsync();
        await gateway.StopAsync();

        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => gateway.ConnectAsync());
    }
}
