// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

/// <summary>Providers that answer before they have the whole request.</summary>
public sealed class EarlyAnswerTests
{
    private const string Refusal = """{"error":{"type":"request_too_large"}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Provider_RefusesInMidUploadAndHangsUp_ClientGetsTheRefusal(bool reset)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.ReadExactlyAsync(1000);
            await connection.SendAsync(Wire.Answer("413 Too Large", Wire.Utf8(Refusal), "connection: close"));
            if (reset)
            {
                connection.Reset();
            }
        }));
        using RawClient client = await gateway.ConnectAsync();
        Task sending = client.SendAsync(Wire.Post(Responses.Path, Wire.Noise(8 << 20)));

        WireMessage answer = await client.ReadAsync();

        Assert.Equal((413, Refusal), (answer.Status, answer.Text));
        Assert.False(answer.Has("x-nemo-flow-error"));
        await Task.WhenAny(sending);
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();
        Assert.Equal(413, call.HttpStatus);
    }

    [Fact]
    public async Task Provider_RefusesAndReadsNoMore_ClientGetsTheRefusalBeforeItHasSentEverything()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync(Wire.Answer("401 Unauthorized", Wire.Utf8(Refusal)));
            await connection.ReadToCloseAsync();
        }));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Wire.PostHead(Responses.Path, "Content-Length: 1000000"));
        await client.SendAsync(Wire.Noise(10));

        WireMessage answer = await client.ReadAsync();

        Assert.Equal((401, Refusal), (answer.Status, answer.Text));
        await gateway.Upstream.Served.Within();
    }

    [Fact]
    public async Task Provider_AnswersWhileItReads_BothGoOnToTheirEnds()
    {
        byte[] body = Wire.Noise(300_000);
        TaskCompletionSource<byte[]> got = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync([.. Wire.StreamHead(), .. Wire.Chunk("data: first\n\n")]);
            byte[] rest = await connection.ReadExactlyAsync(body.Length);
            await connection.SendAsync([.. Wire.Chunk("data: last\n\n"), .. Wire.LastChunk]);
            got.SetResult(rest);
            await connection.ReadToCloseAsync();
        }));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync([.. Wire.PostHead(Responses.Path, $"Content-Length: {body.Length}"), .. body[..1000]]);

        WireMessage head = await client.ReadHeadAsync();
        byte[]? first = await client.ReadChunkAsync();
        await client.SendAsync(body[1000..]);
        byte[]? last = await client.ReadChunkAsync();

        Assert.Equal(200, head.Status);
        Assert.Equal("data: first\n\n"u8.ToArray(), first);
        Assert.Equal("data: last\n\n"u8.ToArray(), last);
        Assert.Null(await client.ReadChunkAsync());
        Assert.Equal(WireMessage.Hash(body), WireMessage.Hash(await got.Task));
    }

    [Fact]
    public async Task Provider_HangsUpInMidUploadWithoutAWord_Is502OfOurs()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.ReadExactlyAsync(1000);
            connection.Reset();
        }));
        using RawClient client = await gateway.ConnectAsync();
        Task sending = client.SendAsync(Wire.Post(Responses.Path, Wire.Noise(8 << 20)));

        WireMessage answer = await client.ReadAsync();

        Assert.Equal((502, "upstream_unreachable"), (answer.Status, answer.Value("x-nemo-flow-error")));
        await Task.WhenAny(sending);
    }

    [Fact]
    public async Task Provider_SaysContinueAndMoreFirst_OnlyTheFinalAnswerTravels()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(
            [.. "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"u8, .. Wire.Json("{}")]);

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Assert.Equal((200, "{}"), (answer.Status, answer.Text));
        Assert.False(answer.Has("link"));
    }
}
