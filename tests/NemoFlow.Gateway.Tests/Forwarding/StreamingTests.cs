// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class StreamingTests
{
    private static readonly byte[] Question = Wire.Post(Responses.Path, Responses.Prompt);

    [Fact]
    public async Task Stream_EachEvent_ReachesTheClientBeforeTheNextIsSent()
    {
        Channel<string> events = Channel.CreateUnbounded<string>();
        await using TestGateway gateway = await TestGateway.StartAsync(Scripted(events));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Question);
        await client.ReadHeadAsync();

        foreach (string e in Responses.Saying("h\u00e9llo"))
        {
            await events.Writer.WriteAsync(e, TestContext.Current.CancellationToken);
            Assert.Equal(e, System.Text.Encoding.UTF8.GetString((await client.ReadChunkAsync())!));
        }

        events.Writer.Complete();
        Assert.Null(await client.ReadChunkAsync());
    }

    [Fact]
    public async Task Stream_NoBodyYet_HeadReachesTheClient()
    {
        Channel<string> events = Channel.CreateUnbounded<string>();
        await using TestGateway gateway = await TestGateway.StartAsync(Scripted(events));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Question);

        WireMessage head = await client.ReadHeadAsync();
        Assert.Equal((200, "text/event-stream"), (head.Status, head.Value("content-type")));

        await events.Writer.WriteAsync("data: 1\n\n", TestContext.Current.CancellationToken);
        events.Writer.Complete();
        Assert.Equal("data: 1\n\n", (await client.ReadBodyAsync(head)).Text);
    }

    [Fact]
    public async Task DeclaredLength_NoBodyYet_HeadReachesTheClientAndTheBodyIsWhole()
    {
        TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] body = Wire.Noise(200_000);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync(Wire.AnswerHead("200 OK", "content-length: 200000"));
            await goOn.Task.WaitAsync(connection.Ended);
            await connection.SendAsync(body);
        }));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Question);

        WireMessage head = await client.ReadHeadAsync();
        goOn.SetResult();

        Assert.Equal(WireMessage.Hash(body), (await client.ReadBodyAsync(head)).BodyHash);
    }

    [Fact]
    public async Task Streams_ManyAtOnce_EachGetsItsOwnBytes()
    {
        const int Streams = 64;
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(request =>
            Wire.Chunked(Wire.StreamHead(), Wire.Cut(Wire.Noise(50_000, int.Parse(request.Value("x-seed")!, null)), 1499))));

        WireMessage[] answers = await Task.WhenAll(Enumerable.Range(1, Streams).Select(seed =>
            gateway.CallAsync(Wire.Post(Responses.Path, Wire.Noise(30_000, -seed), "x-seed: " + seed))));

        for (int seed = 1; seed <= Streams; seed++)
        {
            Assert.Equal(WireMessage.Hash(Wire.Noise(50_000, seed)), answers[seed - 1].BodyHash);
            WireMessage request = Assert.Single(gateway.Upstream.Requests, r => r.Value("x-seed") == seed.ToString(provider: null));
            Assert.Equal(WireMessage.Hash(Wire.Noise(30_000, -seed)), request.BodyHash);
        }
    }

    /// <summary>Sends what the test hands over, a chunk each.</summary>
    private static RawUpstream Scripted(Channel<string> events) => RawUpstream.Start(async connection =>
    {
        await connection.ReadAsync();
        await connection.SendAsync(Wire.StreamHead());
        await foreach (string e in events.Reader.ReadAllAsync(connection.Ended))
        {
            await connection.SendAsync(Wire.Chunk(e));
        }

        await connection.SendAsync(Wire.LastChunk);
    });
}
