// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class RequestBodyTests
{
    private static readonly byte[] Answer = Wire.Json("{}");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(16384)]
    [InlineData(65537)]
    [InlineData(1_000_003)]
    [InlineData(20 << 20)]
    public async Task Body_DeclaredLength_ArrivesAsSent(int size)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);
        byte[] body = Wire.Noise(size);

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, body));

        Assert.Equal(200, answer.Status);
        Assert.Equal(WireMessage.Hash(body), gateway.Upstream.Request.BodyHash);
        Assert.Equal([size.ToString(provider: null)], gateway.Upstream.Request.Values("content-length"));
        Assert.False(gateway.Upstream.Request.Has("transfer-encoding"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1000, 1)]
    [InlineData(300_000, 7919)]
    [InlineData(20 << 20, 1 << 20)]
    public async Task Body_Chunked_ArrivesAsSent(int size, int chunk)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);
        byte[] body = Wire.Noise(size);

        WireMessage answer = await gateway.CallAsync(Wire.Chunked(Wire.PostHead(Responses.Path, "Transfer-Encoding: chunked"), Wire.Cut(body, chunk)));

        Assert.Equal(200, answer.Status);
        Assert.Equal(WireMessage.Hash(body), gateway.Upstream.Request.BodyHash);
        Assert.Equal("chunked", gateway.Upstream.Request.Value("transfer-encoding"));
        Assert.False(gateway.Upstream.Request.Has("content-length"));
    }

    [Fact]
    public async Task Body_TextWithAnyLineEndingsCutInsideCharacters_ArrivesAsSent()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);
        byte[] body = Wire.Utf8("\uFEFF{ \"input\" :\t\"h\u00e9llo \u4f60\u597d \U0001f44b\U0001f3fd\",\r\n\"b\": 1.0e0, \"a\":1,\"a\":2 }\r\n\n");

        await gateway.CallAsync(Wire.Chunked(Wire.PostHead(Responses.Path, "Transfer-Encoding: chunked"), Wire.Cut(body, 1)));

        Assert.Equal(body, gateway.Upstream.Request.Body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task Body_Compressed_ArrivesCompressed(string encoding)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);
        byte[] body = encoding == "gzip" ? Gzip(Wire.Utf8(Responses.Prompt)) : [0x28, 0xb5, 0x2f, 0xfd, .. Wire.Noise(500)];

        await gateway.CallAsync(Wire.Post(Responses.Path, body, "Content-Encoding: " + encoding, "Content-Type: application/json"));

        Assert.Equal(body, gateway.Upstream.Request.Body);
        Assert.Equal([encoding], gateway.Upstream.Request.Values("content-encoding"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SlowUpload_EachPiece_ReachesTheProviderBeforeTheNextIsSent(bool chunked)
    {
        TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<string> second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            first.SetResult(await ReadPieceAsync(connection, chunked));
            second.SetResult(await ReadPieceAsync(connection, chunked));
            _ = chunked ? await connection.ReadChunkAsync() : null;
            await connection.SendAsync(Answer);
        }));
        using RawClient client = await gateway.ConnectAsync();

        await client.SendAsync(Wire.PostHead(Responses.Path, chunked ? "Transfer-Encoding: chunked" : "Content-Length: 6"));
        await client.SendAsync(Piece("one", chunked));
        Assert.Equal("one", await first.Task.Within());
        await client.SendAsync(Piece("two", chunked));
        Assert.Equal("two", await second.Task.Within());
        await client.SendAsync(chunked ? Wire.LastChunk : []);

        Assert.Equal(200, (await client.ReadAsync()).Status);
    }

    [Fact]
    public async Task Body_ExpectContinue_IsAskedForByTheGateway()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);
        using RawClient client = await gateway.ConnectAsync();

        await client.SendAsync(Wire.PostHead(Responses.Path, "Content-Length: 2", "Expect: 100-continue"));
        WireMessage interim = await client.ReadHeadAsync();
        WireMessage answer = await client.SendAndReadAsync("{}"u8.ToArray());

        Assert.Equal([100, 200], [interim.Status, answer.Status]);
        Assert.Equal("{}", gateway.Upstream.Request.Text);
        Assert.False(gateway.Upstream.Request.Has("expect"));
    }

    [Fact]
    public async Task Connection_SeveralRequests_StayApart()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Answer);
        using RawClient client = await gateway.ConnectAsync();

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("{}", (await client.SendAndReadAsync(Wire.Post(Responses.Path, "body" + i, "x-n: " + i))).Text);
        }

        Assert.Equal(["body0", "body1", "body2"], gateway.Upstream.Requests.Select(r => r.Text));
        Assert.Equal(["0", "1", "2"], gateway.Upstream.Requests.Select(r => r.Value("x-n")));
        Assert.Equal(1, gateway.Upstream.Connections);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Piece(string text, bool chunked) => chunked ? Wire.Chunk(text) : Wire.Utf8(text);

    private static async Task<string> ReadPieceAsync(UpstreamConnection connection, bool chunked) =>
        Encoding.UTF8.GetString(chunked ? (await connection.ReadChunkAsync())! : await connection.ReadExactlyAsync(3));
}
