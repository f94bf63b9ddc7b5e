// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using NemoFlow.Engine;
using NemoFlow.Engine.HookFiles;
using NemoFlow.Gateway.Endpoints;
using NemoFlow.Gateway.Forwarding;
using NemoFlow.Gateway.Security;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Hosting;

/// <summary>A running gateway. It listens on loopback only; disposing it drains what is on its way and writes the last projections.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    /// <summary>The server adds its limits to the clock: the infinite one overflows and cuts connections off at its next heartbeat.</summary>
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(365);

    private readonly KestrelServer _server;
    private readonly Forwarder _forwarder;
    private int _disposed;

    private GatewayServer(KestrelServer server, Forwarder forwarder, Recorder recorder, GatewayOptions options, Uri url, GatewayActivity activity, HookRelay relay)
    {
        _server = server;
        _forwarder = forwarder;
        Recorder = recorder;
        Options = options;
        Url = url;
        Activity = activity;
        Relay = relay;
    }

    /// <summary>Where it listens, without a trailing slash in <see cref="Uri.OriginalString"/>.</summary>
    public Uri Url { get; }

    /// <summary>What it was started with, the token included.</summary>
    public GatewayOptions Options { get; }

    /// <summary>When it last had something to do, and whether it was asked to stop.</summary>
    public GatewayActivity Activity { get; }

    /// <summary>What became of hooks that are meant for another gateway.</summary>
    internal HookRelay Relay { get; }

    /// <summary>The engine behind it.</summary>
    public Recorder Recorder { get; }

    /// <summary>Starts listening. The gateway owns the recorder from here on.</summary>
    /// <exception cref="GatewayStartException">The address is not loopback, or the port is taken.</exception>
    public static async Task<GatewayServer> StartAsync(GatewayOptions options, Recorder recorder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(recorder);
        if (!IPAddress.IsLoopback(options.Address))
        {
            throw new GatewayStartException($"{options.Address} is not a loopback address: the gateway sees credentials and listens on 127.0.0.1 or [::1] only.");
        }

        await new HookFileStore(recorder.Options.State, recorder.Time).RecoverAsync().ConfigureAwait(false);
        options = options with { Token = options.Token ?? GatewayToken.Create() };
        using IDisposable? inline = options.OwnsProcess ? SocketCompletions.Inline() : null;
        Forwarder forwarder = new(options, recorder);
        GatewayActivity activity = new(recorder.Time);
        HookRelay relay = new(recorder.Time);
        KestrelServer server = Create(options);
        try
        {
            await server.StartAsync(new GatewayApplication(options, recorder, forwarder, activity, relay), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or AddressInUseException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            forwarder.Dispose();
            throw new GatewayStartException($"Port {options.Port} on {options.Address} cannot be used: {e.Message} Choose another port, or 0 for a free one.", e);
        }

        string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new GatewayServer(server, forwarder, recorder, options, new Uri(address), activity, relay);
    }

    /// <summary>
    /// Loads what a first start spends most of its time on. Whoever is about to start a gateway and has other things to do before may have
    /// it done on another thread meanwhile.
    /// </summary>
    public static void Prepare()
    {
        GatewayOptions options = new();
        Create(options).Dispose();
        _ = GatewayToken.Create();
        Recorder.Prepare();
        new Dialer(options.ConnectTimeout).Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        using CancellationTokenSource grace = new(TimeSpan.FromSeconds(3), Recorder.Time);
        await _server.StopAsync(grace.Token).ConfigureAwait(false);
        _server.Dispose();
        _forwarder.Dispose();
        await Recorder.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Header bytes are carried as they are, and nobody is cut off for being slow: the provider's limits are the only ones.</summary>
    private static KestrelServer Create(GatewayOptions options)
    {
        KestrelServerOptions kestrel = new()
        {
            AddServerHeader = false,
            AllowHostHeaderOverride = true,
            RequestHeaderEncodingSelector = _ => Encoding.Latin1,
            ResponseHeaderEncodingSelector = _ => Encoding.Latin1,
        };
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = NoLimit;
        kestrel.Limits.RequestHeadersTimeout = NoLimit;
        kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 20;
        kestrel.Limits.MaxRequestHeaderCount = 1000;
        kestrel.Limits.MaxRequestLineSize = 64 << 10;
        kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        SocketTransportFactory transport = new(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions { NoDelay = true }), NullLoggerFactory.Instance);
        return new KestrelServer(Microsoft.Extensions.Options.Options.Create(kestrel), transport, NullLoggerFactory.Instance);
    }
}
