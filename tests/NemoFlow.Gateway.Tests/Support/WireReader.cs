// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>Reads HTTP/1.1 by hand, so that a test sees exactly what crossed the wire.</summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[65536];
    private int _start;
    private int _end;

    /// <summary>The next head; null where the connection was closed instead.</summary>
    public async Task<WireMessage?> ReadHeadAsync(CancellationToken cancellation)
    {
        if (_start == _end && !await FillAsync(cancellation))
        {
            return null;
        }

        string startLine = await ReadLineAsync(cancellation);
        List<KeyValuePair<string, string>> headers = [];
        for (string line = await ReadLineAsync(cancellation); line.Length > 0; line = await ReadLineAsync(cancellation))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(KeyValuePair.Create(line[..colon], line[(colon + 1)..].Trim(' ')));
        }

        return new WireMessage(startLine, headers);
    }

    /// <summary>The rest of a message whose head was read.</summary>
    public async Task<WireMessage> ReadBodyAsync(WireMessage head, bool untilClose, CancellationToken cancellation)
    {
        using MemoryStream body = new();
        bool whole = true;
        try
        {
            if (head.Value("transfer-encoding") is "chunked")
            {
                while (await ReadChunkAsync(cancellation) is { } chunk)
                {
                    body.Write(chunk);
                }
            }
            else if (head.Value("content-length") is { } length)
            {
                await CopyAsync(body, long.Parse(length, CultureInfo.InvariantCulture), cancellation);
            }
            else if (untilClose)
            {
                await CopyAsync(body, long.MaxValue, cancellation);
            }
        }
        catch (IOException)
        {
            whole = false;
        }

        return head with { Body = body.ToArray(), IsWhole = whole };
    }

    /// <summary>The next chunk of a chunked body; null for the one that ends it.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<byte[]?> ReadChunkAsync(CancellationToken cancellation)
    {
        int size = int.Parse(await ReadLineAsync(cancellation), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        using MemoryStream chunk = new(size);
        await CopyAsync(chunk, size, cancellation);
        await ReadLineAsync(cancellation);
        return size == 0 ? null : chunk.ToArray();
    }

    /// <summary>The given number of bytes.</summary>
    public async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellation)
    {
        using MemoryStream bytes = new(count);
        await CopyAsync(bytes, count, cancellation);
        return bytes.ToArray();
    }

    /// <summary>Waits for the other side to close or break the connection; what it still sends is dropped.</summary>
    public async Task ReadToCloseAsync(CancellationToken cancellation)
    {
        try
        {
            while (await FillAsync(cancellation))
            {
                _start = _end;
            }
        }
        catch (IOException)
        {
            // Broken is closed too.
        }
    }

    private async Task CopyAsync(MemoryStream to, long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                if (count > int.MaxValue)
                {
                    return;
                }

                throw new EndOfStreamException();
            }

            int piece = (int)Math.Min(count, _end - _start);
            to.Write(_buffer, _start, piece);
            _start += piece;
            count -= piece;
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        StringBuilder line = new();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                throw new EndOfStreamException();
            }

            int newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int piece = newline < 0 ? _end - _start : newline;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, piece));
            _start += newline < 0 ? piece : piece + 1;
            if (newline >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        _start = 0;
        _end = 0;
        _end = await stream.ReadAsync(_buffer, cancellation);
        return _end > 0;
    }
}
