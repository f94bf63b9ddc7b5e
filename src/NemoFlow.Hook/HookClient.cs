// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NemoFlow.Hook;

/// <summary>
/// One request over one socket. The socket never blocks: each wait is a poll with what is left of the limit, so that connecting,
/// sending and receiving share it, and no thread, pool or event loop is started.
/// </summary>
internal sealed class HookClient(TimeSpan limit)
{
    /// <summary>A reply is a few lines of JSON: more than this comes from something else.</summary>
    private const int MaxReplyBytes = 4 * 1024 * 1024;

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Sends a complete request and returns the complete answer.</summary>
    /// <exception cref="DeliveryException">No gateway there, or no complete answer within the limit.</exception>
    public HttpReply Send(GatewayAddress address, ReadOnlySpan<byte> request)
    {
        SocketError sent = SocketError.Success;
        try
        {
            using Socket socket = Connect(address);
            sent = SendAll(socket, request);
            return Receive(socket);
        }
        catch (SocketException e)
        {
            // Not the connection but the system: no more sockets, or none of this family.
            throw new DeliveryException($"no connection to the gateway ({Describe(e.SocketErrorCode)})");
        }
        catch (DeliveryException) when (sent != SocketError.Success)
        {
            // A gateway may refuse early, answer and close; only where it did not answer is the failed send the reason.
            throw new DeliveryException($"sending to the gateway failed ({Describe(sent)})");
        }
    }

    private Socket Connect(GatewayAddress address)
    {
        SocketError error = SocketError.HostUnreachable;
        foreach (IPAddress host in address.Hosts)
        {
            Socket socket = new(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            error = Connect(socket, new IPEndPoint(host, address.Port));
            if (error == SocketError.Success)
            {
                socket.NoDelay = true;
                return socket;
            }

            socket.Dispose();
        }

        throw new DeliveryException($"no gateway at {address.Authority} ({Describe(error)})", noGateway: error == SocketError.ConnectionRefused);
    }

    private SocketError Connect(Socket socket, IPEndPoint endPoint)
    {
        try
        {
            socket.Connect(endPoint);
            return SocketError.Success;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way: the wait below ends with the handshake or its failure.
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }

        // Windows reports a failed handshake as an exceptional condition, Unix as writable.
        List<Socket> writable = [socket];
        List<Socket> failed = [socket];
        Socket.Select(null, writable, failed, Remaining());
        return writable.Count == 0 && failed.Count == 0
            ? SocketError.TimedOut
            : (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
    }

    private SocketError SendAll(Socket socket, ReadOnlySpan<byte> request)
    {
        while (!request.IsEmpty)
        {
            int sent = socket.Send(request, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                if (!socket.Poll(Remaining(), SelectMode.SelectWrite))
                {
                    return SocketError.TimedOut;
                }
            }
            else if (error != SocketError.Success)
            {
                return error;
            }
            else
            {
                request = request[sent..];
            }
        }

        return SocketError.Success;
    }

    private HttpReply Receive(Socket socket)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (socket.Poll(Remaining(), SelectMode.SelectRead))
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length < MaxReplyBytes ? length * 2 : throw new DeliveryException("the reply is too large"));
            }

            int received = socket.Receive(buffer.AsSpan(length), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                continue;
            }

            if (error != SocketError.Success)
            {
                throw new DeliveryException($"the gateway broke off ({Describe(error)})");
            }

            length += received;
            bool ended = received == 0;
            if (HttpReplyReader.TryRead(buffer.AsSpan(0, length), ended) is { } reply)
            {
                return reply;
            }

            if (ended)
            {
                throw new DeliveryException("the gateway closed the connection before its reply was complete");
            }
        }

        throw new DeliveryException($"no reply within {limit.TotalSeconds:0.###} s");
    }

    private TimeSpan Remaining()
    {
        TimeSpan remaining = limit - Stopwatch.GetElapsedTime(_started);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    /// <summary>In our words: the system's texts are not part of a small native build.</summary>
    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => "connection reset",
        SocketError.TimedOut => "timed out",
        _ => $"socket error {(int)error}",
    };
}
