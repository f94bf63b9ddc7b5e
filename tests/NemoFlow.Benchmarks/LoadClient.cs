// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoFlow.Benchmarks;

/// <summary>One keep-alive connection that sends a prepared request and reads the answer, with as little work of its own as possible.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[65536];
    private readonly bool _stream;
    private byte[] _request;
    private int _sent;

    public LoadClient(Uri server, bool stream)
    {
        _stream = stream;
        _request = Request(stream, Guid.NewGuid().ToString());
        _socket.Connect(IPAddress.Loopback, server.Port);
    }

    /// <summary>As long as a session of an agent that works for a while.</summary>
    public static int CallsPerSession => 50;

    /// <summary>Bytes of one request's body.</summary>
    public static int BodyLength => 8192;

    /// <summary>Sends one request. Gives the ticks to the first body byte and to the end, and the number of events seen.</summary>
    public (long First, long Total) Send()
    {
        if (++_sent % CallsPerSession == 0)
        {
            _request = Request(_stream, Guid.NewGuid().ToString());
        }

        long start = Stopwatch.GetTimestamp();
        _socket.Send(_request);
        int filled = 0;
        int headEnd = -1;
        long first = 0;
        int contentLength = -1;
        while (true)
        {
            int read = _socket.Receive(_buffer, filled, _buffer.Length - filled, SocketFlags.None);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            filled += read;
            if (headEnd < 0)
            {
                int end = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end < 0)
                {
                    continue;
                }

                headEnd = end + 4;
                contentLength = ContentLength(_buffer.AsSpan(0, headEnd));
            }

            if (first == 0 && filled > headEnd)
            {
                first = Stopwatch.GetTimestamp() - start;
            }

            bool done = contentLength >= 0 ? filled - headEnd >= contentLength : _buffer.AsSpan(headEnd, filled - headEnd).EndsWith("0\r\n\r\n"u8);
            if (done)
            {
                return (first, Stopwatch.GetTimestamp() - start);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        int at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return -1;
        }

        int value = 0;
        foreach (byte b in head[(at + 16)..])
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                break;
            }

            value = (value * 10) + b - '0';
        }

        return value;
    }

    private static byte[] Request(bool stream, string session)
    {
        string prefix = $$"""{"model":"bench","stream":{{(stream ? "true" : "false")}},"instructions":"be brief","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":" """;
        const string Suffix = "\"}]}]}";
        string body = prefix + new string('p', BodyLength - prefix.Length - Suffix.Length) + Suffix;
        return Encoding.ASCII.GetBytes(
            $"POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-bench\r\nContent-Type: application/json\r\nAccept: {(stream ? "text/event-stream" : "application/json")}\r\nsession-id: {session}\r\nthread-id: {session}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
