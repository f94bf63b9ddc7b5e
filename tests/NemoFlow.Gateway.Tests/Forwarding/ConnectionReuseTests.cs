// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class ConnectionReuseTests
{
    private static readonly byte[] Answer = Wire.Json("{}");

    [Fact]
    public async Task Requests_OneAfterAnother_ShareConnections()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(200, (await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt))).Status);
        }

        // A client that leaves with the last byte of its answer may break the connection off before it is put to rest.
        Assert.InRange(gateway.Upstream.Connections, 1, 20);
    }

    [Fact]
    public async Task Provider_HangsUpBetweenRequests_GatewayDoesTooAndUsesAnother()
    {
        // It does not say that it will, as providers do whose patience with a resting connection is over.
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync(Answer);
            connection.EndSending();
            await connection.ReadToCloseAsync();
        }));

        Assert.Equal(200, (await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt))).Status);
        await gateway.Upstream.Served.Within();
        Assert.Equal(200, (await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt))).Status);

        Assert.Equal(2, gateway.Upstream.Connections);
    }

    [Fact]
    public async Task Provider_HangsUpJustWhenAskedAgain_WhatIsSafeIsAskedOnceMore()
    {
        int connections = 0;
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync(Answer);
            if (Interlocked.Increment(ref connections) == 1)
            {
                await connection.ReadHeadAsync();
            }
            else
            {
                await connection.ReadToCloseAsync();
            }
        }));

        Assert.Equal(200, (await gateway.CallAsync(Wire.Get("/v1/files"))).Status);
        Assert.Equal(200, (await gateway.CallAsync(Wire.Get("/v1/files"))).Status);

        Assert.Equal(2, connections);
    }

    [Fact]
    public async Task Provider_AnnouncesAShortRest_ConnectionIsNotUsedAgain()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok("{}", "keep-alive: timeout=1, max=100"));

        await gateway.CallAsync(Wire.Get("/v1/files"));
        await gateway.CallAsync(Wire.Get("/v1/files"));

        Assert.Equal(2, gateway.Upstream.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")]
    [InlineData("HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged")]
    public async Task Connection_ThatIsNotToBeUsedAgain_IsNot(string answer)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Latin1(answer));

        WireMessage first = await gateway.CallAsync(Wire.Get("/v1/files"));
        WireMessage second = await gateway.CallAsync(Wire.Get("/v1/files"));

        Assert.Equal(("{}", "{}"), (first.Text, second.Text));
        Assert.Equal(2, gateway.Upstream.Connections);
    }

    [Fact]
    public async Task PostWithoutABody_IsGivenNone()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);

        await gateway.CallAsync(Wire.Bare("POST", "/v1/files/1/cancel"));

        Assert.False(gateway.Upstream.Request.Has("content-length"));
        Assert.False(gateway.Upstream.Request.Has("transfer-encoding"));
    }
}
