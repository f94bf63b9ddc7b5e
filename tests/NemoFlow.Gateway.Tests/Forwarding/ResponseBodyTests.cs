// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class ResponseBodyTests
{
    private static readonly byte[] Question = Wire.Post(Responses.Path, Responses.Prompt);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(65537)]
    [InlineData(1_000_003)]
    [InlineData(20 << 20)]
    public async Task Body_DeclaredLength_ArrivesAsSent(int size)
    {
        byte[] body = Wire.Noise(size);
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(body, "content-type: application/octet-stream"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(WireMessage.Hash(body), answer.BodyHash);
        Assert.Equal([size.ToString(provider: null)], answer.Values("content-length"));
        Assert.False(answer.Has("transfer-encoding"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1000, 1)]
    [InlineData(300_000, 7919)]
    [InlineData(20 << 20, 1 << 20)]
    public async Task Body_Chunked_ArrivesAsSent(int size, int chunk)
    {
        byte[] body = Wire.Noise(size);
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Chunked(Wire.StreamHead(), Wire.Cut(body, chunk)));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.True(answer.IsWhole);
        Assert.Equal(WireMessage.Hash(body), answer.BodyHash);
        Assert.False(answer.Has("content-length"));
    }

    [Theory]
    [InlineData(": keepalive\n\nevent: real\ndata: {\"v\":2}\n\n")]
    [InlineData("data: {\"id\":\"c1\"}\n\ndata: [DONE]\n\ndata: {\"id\":\"c2\"}\n\n")]
    [InlineData("id: 7\nretry:  10\nevent:x\ndata:{\"a\" : 1}\ndata:\n\n")]
    [InlineData("data: {\"a\":1}\r\n\r\ndata: {\"b\":2}\r\rdata: tail without end")]
    [InlineData("data: {\"chunk\":\"first\"}\n\ndata: {not valid json}\n\ndata: {\"chunk\":\"third\"}\n\n")]
    [InlineData("\n\n\ngarbage\0\u0001 {{{ \n\n")]
    public async Task Body_OddEventStream_ArrivesAsSent(string stream)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Chunked(Wire.StreamHead(), Wire.Cut(Wire.Utf8(stream), 5)));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(stream, answer.Text);
        Assert.Equal("text/event-stream", answer.Value("content-type"));
    }

    [Fact]
    public async Task Body_CharactersAndInvalidBytesCutAnywhere_ArrivesAsSent()
    {
        byte[] body = [.. Wire.Utf8("data: h\u00e9llo \U0001f44b\U0001f3fd\n\n"), 0xff, 0xc3, 0x28, .. "\n\n"u8];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Chunked(Wire.StreamHead(), Wire.Cut(body, 1)));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(body, answer.Body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task Body_Compressed_ArrivesCompressed(string encoding)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Wire.Utf8(Responses.Buffered("hello")));
        }

        byte[] body = encoding == "gzip" ? packed.ToArray() : [0x28, 0xb5, 0x2f, 0xfd, .. Wire.Noise(500)];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(body, "content-encoding: " + encoding, "content-type: application/json"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal(body, answer.Body);
        Assert.Equal([encoding], answer.Values("content-encoding"));
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK")]
    [InlineData("HTTP/1.1 200 OK")]
    public async Task Body_EndedByClosingTheConnection_ArrivesWhole(string statusLine)
    {
        byte[] body = Wire.Noise(100_000);
        byte[] response = [.. Wire.Latin1(statusLine + "\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n"), .. body];
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.AnsweringOnce(response));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.True(answer.IsWhole);
        Assert.Equal(body, answer.Body);
        Assert.False(answer.Has("content-length"));
    }

    [Fact]
    public async Task Body_BothChunkedAndDeclaredLength_FollowsTheChunks()
    {
        byte[] response = Wire.Chunked(Wire.StreamHead("content-length: 3"), [Wire.Utf8("longer than three")]);
        await using TestGateway gateway = await TestGateway.StartAsync(response);

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal("longer than three", answer.Text);
    }

    [Fact]
    public async Task Body_InterimResponsesFirst_AreNotTheAnswer()
    {
        byte[] response = [.. "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"u8, .. Wire.Json("""{"final":true}""")];
        await using TestGateway gateway = await TestGateway.StartAsync(response);

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal((200, """{"final":true}"""), (answer.Status, answer.Text));
    }
}
