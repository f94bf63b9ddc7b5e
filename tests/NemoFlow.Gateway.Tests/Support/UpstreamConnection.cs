// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net.Sockets;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>A provider's side of a connection.</summary>
internal sealed class UpstreamConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentQueue<WireMessage> _log;

    public UpstreamConnection(Socket socket, ConcurrentQueue<WireMessage> log, CancellationToken cancellation)
    {
        _socket = socket;
        _log = log;
        _cancellation = cancellation;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Reader = new WireReader(_stream);
    }

    public WireReader Reader { get; }

    /// <summary>Ends with the provider.</summary>
    public CancellationToken Ended => _cancellation;

    /// <summary>The head of the next request; null where the gateway closed the connection.</summary>
    public Task<WireMessage?> ReadHeadAsync() => Reader.ReadHeadAsync(_cancellation);

    public Task<byte[]> ReadExactlyAsync(int count) => Reader.ReadExactlyAsync(count, _cancellation);

    public Task<byte[]?> ReadChunkAsync() => Reader.ReadChunkAsync(_cancellation);

    public Task ReadToCloseAsync() => Reader.ReadToCloseAsync(_cancellation);

    /// <summary>The next request with its body; null where the gateway closed the connection.</summary>
    public async Task<WireMessage?> ReadAsync()
    {
        if (await ReadHeadAsync() is not { } head)
        {
            return null;
        }

        WireMessage whole = await Reader.ReadBodyAsync(head, untilClose: false, _cancellation);
        _log.Enqueue(whole);
        return whole;
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes, _cancellation).AsTask();

    /// <summary>
    /// Sends until the socket has taken nothing for a while, or the given number of bytes went out. Gives the number of bytes.
    /// </summary>
    public async Task<long> FillAsync(byte[] block, long limit)
    {
        long sent = 0;
        while (sent < limit)
        {
            using CancellationTokenSource full = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
            full.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                sent += await _socket.SendAsync(block, full.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return sent;
    }

    /// <summary>Says that nothing more will come.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection instead of closing it.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _stream.Dispose();
}
