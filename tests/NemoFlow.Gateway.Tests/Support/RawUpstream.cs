// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>A provider that keeps the exact bytes it was sent and answers with scripted ones.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = Patience.Start();
    private readonly ConcurrentQueue<WireMessage> _requests = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Func<UpstreamConnection, Task> _serve;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _firstServed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    private RawUpstream(Func<UpstreamConnection, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => "http://" + _listener.LocalEndpoint;

    /// <summary>The requests that were read whole, in order.</summary>
    public IReadOnlyList<WireMessage> Requests => [.. _requests];

    public WireMessage Request => Assert.Single(_requests);

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The first connection's script, done.</summary>
    public Task Served => _firstServed.Task;

    /// <summary>Runs a script on every connection.</summary>
    public static RawUpstream Start(Func<UpstreamConnection, Task> serve) => new(serve);

    /// <summary>Gives the same bytes to every request.</summary>
    public static RawUpstream Answering(byte[] response) => Answering(_ => response);

    /// <summary>Gives each request its bytes; connections stay open.</summary>
    public static RawUpstream Answering(Func<WireMessage, byte[]> response) => new(async connection =>
    {
        while (await connection.ReadAsync() is { } request)
        {
            await connection.SendAsync(response(request));
        }
    });

    /// <summary>Gives the bytes and closes the connection.</summary>
    public static RawUpstream AnsweringOnce(byte[] response) => new(async connection =>
    {
        await connection.ReadAsync();
        await connection.SendAsync(response);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving).Within();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            Interlocked.Increment(ref _connections);
            _serving.Add(ServeAsync(socket));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        using (UpstreamConnection connection = new(socket, _requests, _stop.Token))
        {
            try
            {
                await _serve(connection);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The gateway left, or the test is over.
            }
        }

        _firstServed.TrySetResult();
    }
}
