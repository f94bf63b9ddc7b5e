// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;

namespace NemoFlow.Hook;

/// <summary>
/// Where the gateway listens. Read by hand: the general URL parser costs more than the whole request, and accepts what we must refuse.
/// </summary>
internal sealed class GatewayAddress
{
    private const string Scheme = "http://";

    private GatewayAddress(IPAddress[] hosts, int port, string authority, string basePath)
    {
        Hosts = hosts;
        Port = port;
        Authority = authority;
        BasePath = basePath;
    }

    /// <summary>The addresses to try in turn; all of them loopback.</summary>
    public IPAddress[] Hosts { get; }

    public int Port { get; }

    /// <summary>The host and port as the user wrote them, for the Host header.</summary>
    public string Authority { get; }

    /// <summary>The URL's path without a slash at its end; empty for none.</summary>
    public string BasePath { get; }

    /// <summary>Reads a URL that was given for the gateway.</summary>
    /// <exception cref="DeliveryException">The URL is malformed, or not plain HTTP to this machine: prompts must not leave it.</exception>
    public static GatewayAddress Parse(string url)
    {
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new DeliveryException("gateway URL must begin with http://");
        }

        int slash = url.IndexOf('/', Scheme.Length);
        string authority = slash < 0 ? url[Scheme.Length..] : url[Scheme.Length..slash];
        string path = slash < 0 ? "" : url[slash..].TrimEnd('/');
        RefuseOddCharacters(authority, "@?#\\");
        RefuseOddCharacters(path, "?#\\");

        string host = authority;
        int port = 80;
        int colon = authority.LastIndexOf(':');
        if (colon > authority.LastIndexOf(']'))
        {
            host = authority[..colon];
            if (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > IPEndPoint.MaxPort)
            {
                throw new DeliveryException("gateway URL has no valid port");
            }
        }

        return new GatewayAddress(Resolve(host), port, authority, path);
    }

    /// <summary>Without a resolver: its answer for <c>localhost</c> is known, and no other name is accepted.</summary>
    private static IPAddress[] Resolve(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        if (host is "[::1]")
        {
            return [IPAddress.IPv6Loopback];
        }

        bool isLoopback = host.StartsWith("127.", StringComparison.Ordinal)
            && IPAddress.TryParse(host, out IPAddress? address)
            && IPAddress.IsLoopback(address);
        return isLoopback
            ? [IPAddress.Parse(host)]
            : throw new DeliveryException("gateway URL must name a loopback host: 127.0.0.1, localhost or [::1]");
    }

    private static void RefuseOddCharacters(string part, string refused)
    {
        foreach (char c in part)
        {
            if (c is <= ' ' or > '~' || refused.Contains(c, StringComparison.Ordinal))
            {
                throw new DeliveryException("gateway URL may hold a host, a port and a path, and nothing else");
            }
        }
    }
}
