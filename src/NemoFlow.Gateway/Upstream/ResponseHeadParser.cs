// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text;

namespace NemoFlow.Gateway.Upstream;

/// <summary>Reads the head of an answer (RFC 9112, 4 and 5). It is lenient where clients are: bare line feeds, missing reasons, folded lines.</summary>
internal static class ResponseHeadParser
{
    /// <summary>Reads a head from the beginning of the bytes.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="length">Number of bytes that the head takes.</param>
    /// <param name="problem">Why this is no answer; null where it is one, or may become one.</param>
    /// <returns>The head; null where it is not whole yet, or never will be.</returns>
    public static ResponseHead? Parse(ReadOnlySpan<byte> bytes, out int length, out string? problem)
    {
        problem = null;
        length = End(bytes);
        if (length == 0)
        {
            problem = bytes.Length >= 5 && !bytes.StartsWith("HTTP/"u8) ? "the answer is not HTTP" : null;
            return null;
        }

        ReadOnlySpan<byte> rest = bytes[..length];
        ReadOnlySpan<byte> line = NextLine(ref rest);
        if (!TryStatusLine(line, out int minor, out int status, out string reason))
        {
            problem = "the answer does not begin with a status line of HTTP/1";
            return null;
        }

        List<KeyValuePair<string, string>> headers = new(16);
        while ((line = NextLine(ref rest)).Length > 0)
        {
            Add(headers, line);
        }

        return new ResponseHead(minor, status, reason, headers);
    }

    /// <summary>Where the empty line ends that ends the head; 0 where there is none yet.</summary>
    private static int End(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (bytes[at..].IndexOf((byte)'\n') is int found and >= 0)
        {
            at += found + 1;
            ReadOnlySpan<byte> next = bytes[at..];
            if (next.StartsWith("\n"u8))
            {
                return at + 1;
            }

            if (next.StartsWith("\r\n"u8))
            {
                return at + 2;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        int feed = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = rest[..feed];
        rest = rest[(feed + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private static bool TryStatusLine(ReadOnlySpan<byte> line, out int minor, out int status, out string reason)
    {
        minor = 0;
        status = 0;
        reason = "";
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is < (byte)'0' or > (byte)'9' || line[8] != ' '
            || !Utf8Parser.TryParse(line.Slice(9, 3), out status, out int digits) || digits != 3 || status < 100 || (line.Length > 12 && line[12] != ' '))
        {
            return false;
        }

        minor = line[7] - '0';
        reason = line.Length > 13 ? Encoding.Latin1.GetString(line[13..]) : "";
        return true;
    }

    private static void Add(List<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (headers.Count > 0)
            {
                // A folded line continues the value before it (RFC 9112, 5.2).
                (string name, string value) = headers[^1];
                headers[^1] = KeyValuePair.Create(name, value + " " + Encoding.Latin1.GetString(line.Trim(" \t"u8)));
            }

            return;
        }

        int colon = line.IndexOf((byte)':');
        if (colon > 0)
        {
            headers.Add(KeyValuePair.Create(
                HeaderNames.Get(line[..colon].TrimEnd(" \t"u8)),
                Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8))));
        }
    }
}
