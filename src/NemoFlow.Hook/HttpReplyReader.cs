// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text;

namespace NemoFlow.Hook;

/// <summary>Reads an HTTP/1.1 response out of the bytes received so far.</summary>
internal static class HttpReplyReader
{
    /// <summary>The reply; null while more bytes are needed.</summary>
    /// <param name="received">Everything received, from the first byte.</param>
    /// <param name="ended">Whether the gateway has closed the connection, which is how a body without a length ends.</param>
    /// <exception cref="DeliveryException">The bytes are no HTTP response.</exception>
    public static HttpReply? TryRead(ReadOnlySpan<byte> received, bool ended)
    {
        while (true)
        {
            int headLength = received.IndexOf("\r\n\r\n"u8);
            if (headLength < 0)
            {
                return null;
            }

            ReadOnlySpan<byte> head = received[..headLength];
            received = received[(headLength + 4)..];
            int status = ReadStatus(head);
            if (status >= 200)
            {
                return ReadBody(status, head, received, ended) is { } body ? new HttpReply(status, body) : null;
            }
        }
    }

    private static int ReadStatus(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("HTTP/1."u8) && head[8] == ' '
        && Utf8Parser.TryParse(head.Slice(9, 3), out int status, out int digits) && digits == 3 && status >= 100
            ? status
            : throw NotHttp();

    private static byte[]? ReadBody(int status, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, bool ended)
    {
        if (status is 204 or 304)
        {
            return [];
        }

        if (Header(head, "transfer-encoding"u8) is { IsEmpty: false } coding)
        {
            return Ascii.EqualsIgnoreCase(coding, "chunked"u8) ? ReadChunks(rest) : throw NotHttp();
        }

        if (Header(head, "content-length"u8) is { IsEmpty: false } text)
        {
            int length = ReadNumber(text, 'D');
            return rest.Length < length ? null : rest[..length].ToArray();
        }

        return ended ? rest.ToArray() : null;
    }

    private static byte[]? ReadChunks(ReadOnlySpan<byte> rest)
    {
        using MemoryStream body = new();
        while (true)
        {
            int lineLength = rest.IndexOf("\r\n"u8);
            if (lineLength < 0)
            {
                return null;
            }

            ReadOnlySpan<byte> line = rest[..lineLength];
            int extension = line.IndexOf((byte)';');
            int size = ReadNumber((extension < 0 ? line : line[..extension]).Trim((byte)' '), 'X');
            rest = rest[(lineLength + 2)..];
            if (size == 0)
            {
                // Trailers may follow; nothing is read out of them, and the body is complete without them.
                return body.ToArray();
            }

            if (rest.Length < size + 2L)
            {
                return null;
            }

            body.Write(rest[..size]);
            if (!rest.Slice(size, 2).SequenceEqual("\r\n"u8))
            {
                throw NotHttp();
            }

            rest = rest[(size + 2)..];
        }
    }

    private static int ReadNumber(ReadOnlySpan<byte> text, char format) =>
        Utf8Parser.TryParse(text, out int number, out int used, format) && used == text.Length && number >= 0
            ? number
            : throw NotHttp();

    /// <summary>The value of a header; empty where the response does not have it.</summary>
    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        int lineEnd = head.IndexOf("\r\n"u8);
        while (lineEnd >= 0)
        {
            head = head[(lineEnd + 2)..];
            lineEnd = head.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = lineEnd < 0 ? head : head[..lineEnd];
            int colon = line.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(line[..colon], name))
            {
                return line[(colon + 1)..].Trim(" \t"u8);
            }
        }

        return [];
    }

    private static DeliveryException NotHttp() => new("what listens there does not answer in HTTP/1.1");
}
