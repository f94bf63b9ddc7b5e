// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoFlow.Hook.Tests;

/// <summary>Accepts one connection and does with it what the test says.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();

    public LoopbackServer(Func<NetworkStream, CancellationToken, Task<byte[]>> serve, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        Request = Task.Run(() => ServeAsync(serve));
    }

    /// <summary>What the client sent, as far as the server read it.</summary>
    public Task<byte[]> Request { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Reads a whole request, sends these bytes and closes.</summary>
    public static LoopbackServer Replying(string response, IPAddress? address = null) => new(
        async (stream, stop) =>
        {
            byte[] request = await ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(response), stop);
            return request;
        },
        address);

    /// <summary>Reads a whole request and keeps the connection open without a word.</summary>
    public static LoopbackServer Silent(TaskCompletionSource<byte[]> received) => new(async (stream, stop) =>
    {
        received.SetResult(await ReadRequestAsync(stream, stop));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        return [];
    });

    /// <summary>A reply with a body of known length.</summary>
    public static string Response(string status, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    public static async Task<byte[]> ReadRequestAsync(NetworkStream stream, CancellationToken stop)
    {
        using MemoryStream received = new();
        byte[] buffer = new byte[64 * 1024];
        int expected = int.MaxValue;
        while (received.Length < expected)
        {
            int read = await stream.ReadAsync(buffer, stop);
            if (read == 0)
            {
                break;
            }

            received.Write(buffer, 0, read);
            if (expected == int.MaxValue)
            {
                expected = LengthOf(Encoding.Latin1.GetString(received.ToArray()));
            }
        }

        return received.ToArray();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static int LengthOf(string head)
    {
        const string Field = "Content-Length: ";
        int end = head.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return int.MaxValue;
        }

        int start = head.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return end + 4 + int.Parse(head[start..head.IndexOf("\r\n", start, StringComparison.Ordinal)], null);
    }

    private async Task<byte[]> ServeAsync(Func<NetworkStream, CancellationToken, Task<byte[]>> serve)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
        return await serve(client.GetStream(), _stop.Token);
    }
}
