// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Builds the loopback server: Kestrel itself, with no host around it.</summary>
internal static class ProviderServer
{
    // A flush then returns when the socket has the bytes, so that a scripted cut loses none of those before it. 0 would mean
    // no limit at all.
    private static readonly SocketTransportOptions Unbuffered = new() { MaxWriteBufferSize = 1 };

    public static KestrelServer Create(int port)
    {
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxRequestHeadersTotalSize = 1 << 20;
        options.Limits.MaxRequestHeaderCount = 1000;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
        options.Listen(IPAddress.Loopback, port, static listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(RecordedConnection.Wrap);
        });
        SocketTransportFactory transport = new(Options.Create(Unbuffered), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    public static Uri BaseAddress(IServer server)
    {
        string address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new Uri(address);
    }
}
