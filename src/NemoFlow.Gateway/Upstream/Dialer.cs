// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace NemoFlow.Gateway.Upstream;

/// <summary>
/// Opens connections to providers. The platform's own handler does it: names and addresses, TLS and its certificates, proxies of every kind
/// with their tunnels and logins. What is said over a connection afterwards is ours.
/// </summary>
/// <remarks>
/// The handler lets a filter replace the stream of a connection that has just been opened. The filter keeps the stream and hands back one
/// that answers the handler's request by itself, with the number under which the real stream is kept. Nothing of this reaches the network.
/// </remarks>
internal sealed class Dialer : IDisposable
{
    private const string NumberHeader = "n";

    private readonly ConcurrentDictionary<string, Stream> _opened = new();
    private readonly HttpMessageInvoker _handler;
    private readonly LoopbackBypass _proxy = new(HttpClient.DefaultProxy);
    private long _last;

    /// <param name="connectTimeout">Limit on reaching a provider, its TLS included.</param>
    public Dialer(TimeSpan connectTimeout) => _handler = new HttpMessageInvoker(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = true,
            Proxy = _proxy,
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectTimeout,
            MaxConnectionsPerServer = int.MaxValue,
            PlaintextStreamFilter = KeepAsync,
        },
        disposeHandler: true);

    /// <summary>Opens a connection to the origin of a URL. This cannot be cancelled: a stream whose number was given must be taken.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached; the message says why.</exception>
    public async Task<Stream> OpenAsync(Uri url)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(url.GetLeftPart(UriPartial.Authority)))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage response = await _handler.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
        return response.Headers.TryGetValues(NumberHeader, out IEnumerable<string>? number) && _opened.TryRemove(number.First(), out Stream? stream)
            ? stream
            : throw new HttpRequestException($"The proxy answered with {(int)response.StatusCode} in the place of {url.Host}.");
    }

    /// <summary>The proxy that takes requests to this URL as they are, in absolute form; null where there is none or it only carries bytes.</summary>
    public HttpProxy? ProxyFor(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp || _proxy.IsBypassed(url) || _proxy.GetProxy(url) is not { } proxy || !proxy.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            return null;
        }

        return new HttpProxy(_proxy.Credentials?.GetCredential(proxy, "Basic"));
    }

    public void Dispose()
    {
        _handler.Dispose();
        foreach (Stream stream in _opened.Values)
        {
            stream.Dispose();
        }
    }

    private ValueTask<Stream> KeepAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellation)
    {
        if (context.InitialRequestMessage.Method == HttpMethod.Connect)
        {
            // The way to a proxy, over which the handler asks for its tunnel.
            return ValueTask.FromResult(context.PlaintextStream);
        }

        string number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        _opened[number] = context.PlaintextStream;
        return ValueTask.FromResult<Stream>(new ClaimStream(
            $"HTTP/1.1 204 No Content\r\n{NumberHeader}: {number}\r\nConnection: close\r\n\r\n",
            () => _opened.TryRemove(number, out Stream? left) ? left : null));
    }

    /// <summary>The environment's proxy, which a provider on this machine does not need.</summary>
    private sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
