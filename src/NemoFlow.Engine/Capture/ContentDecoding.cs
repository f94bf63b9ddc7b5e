// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace NemoFlow.Engine.Capture;

/// <summary>Undoes the content encoding of a copy. The bytes that go by are never touched.</summary>
internal static class ContentDecoding
{
    /// <summary>The decoded bytes; where that is impossible, nothing and a flag that says why.</summary>
    /// <param name="bytes">The copy.</param>
    /// <param name="encoding">The <c>Content-Encoding</c> header; null where there is none.</param>
    /// <param name="limit">Most bytes to decode to: a small body can unfold to gigabytes.</param>
    public static (ReadOnlyMemory<byte> Bytes, string? Flag) Decode(ReadOnlyMemory<byte> bytes, string? encoding, int limit)
    {
        string name = encoding?.Trim().ToLowerInvariant() ?? "";
        if (name is "" or "identity")
        {
            return (bytes, null);
        }

        using MemoryStream input = new(bytes.ToArray(), writable: false);
        using Stream? decoder = name switch
        {
            "gzip" or "x-gzip" => new GZipStream(input, CompressionMode.Decompress),
            "deflate" => new ZLibStream(input, CompressionMode.Decompress),
            "br" => new BrotliStream(input, CompressionMode.Decompress),
            _ => null,
        };
        if (decoder is null)
        {
            return (default, "undecoded_" + (name == "zstd" ? "zstd" : "encoding"));
        }

        using MemoryStream output = new();
        byte[] block = new byte[16384];
        try
        {
            int read;
            while ((read = decoder.Read(block)) > 0)
            {
                if (output.Length + read > limit)
                {
                    return (output.ToArray(), "capture_overflow");
                }

                output.Write(block, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // The Brotli decoder reports bad data as an invalid operation.
            return (output.ToArray(), "malformed_encoding");
        }

        return (output.ToArray(), null);
    }
}
