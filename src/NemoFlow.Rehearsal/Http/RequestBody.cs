// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Undoes a request's content encoding.</summary>
internal static class RequestBody
{
    /// <summary>The plain body; null for an encoding that this runtime cannot undo.</summary>
    public static byte[]? Decode(ProviderExchange exchange)
    {
        string encoding = exchange.Header("content-encoding")?.Trim().ToLowerInvariant() ?? string.Empty;
        if (encoding is "" or "identity")
        {
            return exchange.Body;
        }

        using MemoryStream source = new(exchange.Body);
        using Stream? decoder = encoding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            _ => null,
        };
        if (decoder is null)
        {
            return null;
        }

        using MemoryStream plain = new();
        try
        {
            decoder.CopyTo(plain);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return plain.ToArray();
    }
}
