// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using NemoFlow.Engine.Capture;

namespace NemoFlow.Engine.Tests.Capture;

public sealed class ContentDecodingTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"text\":\"some of this\"}", 500)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    [InlineData(" deflate ")]
    [InlineData("br")]
    public void Decode_KnownEncoding_GivesTheContent(string? encoding)
    {
        (ReadOnlyMemory<byte> bytes, string? flag) = ContentDecoding.Decode(Encode(Plain, encoding), encoding, 1 << 20);

        Assert.Equal((Encoding.UTF8.GetString(Plain), null), (Encoding.UTF8.GetString(bytes.Span), flag));
    }

    [Theory]
    [InlineData("zstd", "undecoded_zstd")]
    [InlineData("gzip, br", "undecoded_encoding")]
    [InlineData("compress", "undecoded_encoding")]
    public void Decode_OtherEncoding_SaysSo(string encoding, string flag) => Assert.Equal((0, flag), (ContentDecoding.Decode(Plain, encoding, 1 << 20).Bytes.Length, ContentDecoding.Decode(Plain, encoding, 1 << 20).Flag));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_Bomb_StopsAtTheLimit(string encoding)
    {
        (ReadOnlyMemory<byte> bytes, string? flag) = ContentDecoding.Decode(Encode(new byte[50_000_000], encoding), encoding, 100_000);

        Assert.Equal("capture_overflow", flag);
        Assert.InRange(bytes.Length, 0, 100_000);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_DamagedBytes_NeverThrows(string encoding)
    {
        byte[] encoded = Encode(Plain, encoding);
        Random random = new(5);
        int flagged = ContentDecoding.Decode("this is no archive at all"u8.ToArray(), encoding, 1 << 20).Flag == "malformed_encoding" ? 1 : 0;
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = [.. encoded];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            flagged += ContentDecoding.Decode(damaged.AsMemory(0, random.Next(damaged.Length + 1)), encoding, 1 << 20).Flag is null ? 0 : 1;
        }

        Assert.InRange(flagged, 1, 501);
    }

    private static byte[] Encode(byte[] bytes, string? encoding)
    {
        using MemoryStream output = new();
        using (Stream encoder = encoding?.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(output),
        })
        {
            encoder.Write(bytes);
            encoder.Flush();
            if (encoder is BufferedStream)
            {
                return output.ToArray();
            }
        }

        return output.ToArray();
    }
}
