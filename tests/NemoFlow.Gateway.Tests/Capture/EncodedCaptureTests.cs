// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Capture;

public sealed class EncodedCaptureTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task Answer_Compressed_IsReadInTheCopy(string encoding)
    {
        byte[] body = Pack(Responses.Buffered("h\u00e9llo"), encoding);
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(body, "content-type: application/json", "content-encoding: " + encoding));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body, answer.Body);
        Assert.Equal("h\u00e9llo", call.Response!.Text);
        Assert.Empty(call.Flags);
    }

    [Fact]
    public async Task Stream_Compressed_IsReadInTheCopy()
    {
        byte[] body = Pack(string.Concat(Responses.Saying("zipped")), "gzip");
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Chunked(Wire.StreamHead("content-encoding: gzip"), Wire.Cut(body, 9)));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body, answer.Body);
        Assert.Equal("zipped", call.Response!.Text);
    }

    [Fact]
    public async Task Request_Compressed_IsReadInTheCopy()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(Responses.Saying("ok")));

        await gateway.CallAsync(Wire.Post(Responses.Path, Pack(Responses.Prompt, "gzip"), "content-encoding: gzip"));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal("hello", session.Turns[0].Prompt);
        Assert.Empty(session.Call().Flags);
    }

    [Fact]
    public async Task Zstandard_BothWays_IsMarkedUndecoded()
    {
        byte[] packed = [0x28, 0xb5, 0x2f, 0xfd, .. Wire.Noise(300)];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(packed, "content-type: application/json", "content-encoding: zstd"));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, packed, "content-encoding: zstd"));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal((200, CallStatus.Completed), (answer.Status, call.Status));
        Assert.Equal(["undecoded_zstd"], call.Flags);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Answer_NotWhatItSays_IsForwardedAndMarked(string encoding)
    {
        byte[] body = Wire.Noise(2000);
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Ok(body, "content-type: application/json", "content-encoding: " + encoding));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body, answer.Body);
        Assert.Contains("malformed_encoding", call.Flags);
        Assert.NotNull(call.EndedAt);
    }

    private static byte[] Pack(string text, string encoding)
    {
        using MemoryStream packed = new();
        using (Stream stream = encoding switch
        {
            "deflate" => new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionMode.Compress, leaveOpen: true),
            "identity" => new BufferedStream(packed),
            _ => new GZipStream(packed, CompressionMode.Compress, leaveOpen: true),
        })
        {
            stream.Write(Wire.Utf8(text));
            stream.Flush();
            return stream is BufferedStream ? packed.ToArray() : Finish(stream, packed);
        }
    }

    private static byte[] Finish(Stream stream, MemoryStream packed)
    {
        stream.Dispose();
        return packed.ToArray();
    }
}
