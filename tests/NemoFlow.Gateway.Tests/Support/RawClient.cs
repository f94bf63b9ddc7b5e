// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>An agent's side of a connection.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _patience = Patience.Start();
    private NetworkStream? _stream;
    private WireReader? _reader;

    public static async Task<RawClient> ConnectAsync(int port, int? receiveBuffer = null)
    {
        RawClient client = new();
        if (receiveBuffer is { } size)
        {
            client._socket.ReceiveBufferSize = size;
        }

        await client._socket.ConnectAsync(IPAddress.Loopback, port, client._patience.Token);
        client._stream = new NetworkStream(client._socket, ownsSocket: true);
        client._reader = new WireReader(client._stream);
        return client;
    }

    public Task SendAsync(byte[] bytes) => _stream!.WriteAsync(bytes, _patience.Token).AsTask();

    public async Task<WireMessage> ReadHeadAsync() =>
        await _reader!.ReadHeadAsync(_patience.Token) ?? throw new EndOfStreamException("The gateway closed the connection.");

    public Task<byte[]?> ReadChunkAsync() => _reader!.ReadChunkAsync(_patience.Token);

    public Task<byte[]> ReadExactlyAsync(int count) => _reader!.ReadExactlyAsync(count, _patience.Token);

    public Task<WireMessage> ReadBodyAsync(WireMessage head) => _reader!.ReadBodyAsync(head, untilClose: false, _patience.Token);

    public Task ReadToCloseAsync() => _reader!.ReadToCloseAsync(_patience.Token);

    public async Task<WireMessage> ReadAsync() => await ReadBodyAsync(await ReadHeadAsync());

    public async Task<WireMessage> SendAndReadAsync(byte[] request)
    {
        await SendAsync(request);
        return await ReadAsync();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
        _patience.Dispose();
    }
}
