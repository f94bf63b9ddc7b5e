// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class DisconnectTests
{
    private static readonly byte[] Question = Wire.Post(Responses.Path, Responses.Prompt);

    [Theory]
    [InlineData("in the stream")]
    [InlineData("between events")]
    [InlineData("before the head")]
    public async Task Client_Leaves_ProviderSeesItsConnectionClosed(string moment)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            asked.SetResult();
            if (moment != "before the head")
            {
                await connection.SendAsync([.. Wire.StreamHead(), .. Wire.Chunk(Responses.Created)]);
            }

            Task reading = connection.ReadToCloseAsync();
            while (moment == "in the stream" && !reading.IsCompleted)
            {
                await connection.SendAsync(Wire.Chunk(Responses.Delta("and so on ")));
                await Task.Yield();
            }

            await reading;
            closed.SetResult();
        }));

        using (RawClient client = await gateway.ConnectAsync())
        {
            await client.SendAsync(Question);
            await asked.Task.Within();
            if (moment != "before the head")
            {
                await client.ReadHeadAsync();
                await client.ReadChunkAsync();
            }
        }

        // The script that still sends fails with an exception when the connection is broken: that is a close as well.
        await Task.WhenAny(closed.Task, gateway.Upstream.Served).Within();
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();
        Assert.Equal(CallStatus.Interrupted, call.Status);
        Assert.Equal("client_cancelled", call.Error);
    }

    [Fact]
    public async Task Client_LeavesInMidUpload_ProviderSeesItsConnectionClosed()
    {
        TaskCompletionSource<WireMessage> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            WireMessage head = (await connection.ReadHeadAsync())!;
            first.SetResult();
            received.SetResult(await connection.Reader.ReadBodyAsync(head, untilClose: false, connection.Ended));
        }));

        using (RawClient client = await gateway.ConnectAsync())
        {
            await client.SendAsync([.. Wire.PostHead(Responses.Path, "Content-Length: 1000"), .. Wire.Noise(500)]);
            await first.Task.Within();
        }

        Assert.False((await received.Task.Within()).IsWhole);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Provider_DropsInMidStream_ClientGetsWhatArrivedAndABrokenEnd(bool reset)
    {
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] events = [Responses.Created, Responses.MessageStarted, Responses.Delta("half an ")];
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync([.. Wire.StreamHead(), .. events.SelectMany(Wire.Chunk)]);
            if (reset)
            {
                await read.Task.WaitAsync(connection.Ended);
                connection.Reset();
            }
        }));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Question);

        WireMessage head = await client.ReadHeadAsync();
        List<byte> body = [];
        while (body.Count < events.Sum(e => e.Length))
        {
            body.AddRange((await client.ReadChunkAsync())!);
        }

        read.SetResult();
        WireMessage rest = await client.ReadBodyAsync(head);

        Assert.Equal(string.Concat(events), System.Text.Encoding.UTF8.GetString([.. body]));
        Assert.False(rest.IsWhole);
        Assert.Empty(rest.Body);
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();
        Assert.Equal((CallStatus.Interrupted, "half an "), (call.Status, call.Response!.Text));
        Assert.Contains("truncated_stream", call.Flags);
        Assert.False(string.IsNullOrEmpty(call.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task Provider_DropsADeclaredBody_ClientGetsABrokenEnd(int sent)
    {
        byte[] body = Wire.Noise(100);
        await using TestGateway gateway = await TestGateway.StartAsync(
            RawUpstream.AnsweringOnce([.. Wire.AnswerHead("200 OK", "content-length: 100", "x-a: 1"), .. body[..sent]]));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal((200, "1", "100"), (answer.Status, answer.Value("x-a"), answer.Value("content-length")));
        Assert.False(answer.IsWhole);
        Assert.Equal(CallStatus.Interrupted, (await gateway.StopAndReadSessionAsync()).Call().Status);
    }

    [Fact]
    public async Task Provider_DropsAfterItsConnectionRested_NextCallTakesAnother()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.AnsweringOnce(Wire.Json("{}")));
        using RawClient client = await gateway.ConnectAsync();

        WireMessage first = await client.SendAndReadAsync(Question);
        await gateway.Upstream.Served.Within();
        WireMessage second = await client.SendAndReadAsync(Question);

        Assert.Equal([200, 200], [first.Status, second.Status]);
        Assert.Equal(2, gateway.Upstream.Connections);
    }

    [Fact]
    public async Task Client_StopsReading_ProviderIsSlowedDown()
    {
        const int Limit = 64 << 20;
        TaskCompletionSource<long> full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] block = Wire.Noise(1 << 20);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync(Wire.AnswerHead("200 OK", "content-length: " + Limit));
            full.SetResult(await connection.FillAsync(block, Limit));
            await connection.ReadToCloseAsync();
        }));
        using RawClient client = await gateway.ConnectAsync(receiveBuffer: 65536);
        await client.SendAsync(Question);

        long sent = await full.Task.Within();

        Assert.InRange(sent, 1, 24 << 20);
    }
}
