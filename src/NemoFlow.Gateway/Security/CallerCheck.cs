// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Security;

/// <summary>
/// Keeps web pages out: a browser sends the name it looked up as Host (a page can point its own name at 127.0.0.1), and says by Origin
/// and Sec-Fetch-Site where the page came from. Agents send neither.
/// </summary>
internal static class CallerCheck
{
    /// <summary>Why the caller is turned away; null where it may come in.</summary>
    public static string? Problem(Exchange exchange)
    {
        string? host = exchange.Target.Authority ?? exchange.Header("host");
        if (host is { Length: > 0 } && !IsLoopbackHost(host))
        {
            return "The gateway answers to 127.0.0.1, localhost and [::1] only.";
        }

        string? origin = exchange.Header("origin");
        if (origin is not null && !string.Equals(origin, "http://" + exchange.Header("host"), StringComparison.OrdinalIgnoreCase))
        {
            return "The gateway does not answer to web pages.";
        }

        return exchange.Header("sec-fetch-site") is "cross-site" or "same-site" ? "The gateway does not answer to web pages." : null;
    }

    private static bool IsLoopbackHost(string host)
    {
        string name = host;
        if (host.StartsWith('['))
        {
            int end = host.IndexOf(']', StringComparison.Ordinal);
            name = end < 0 ? host : host[1..end];
        }
        else if (host.LastIndexOf(':') is int colon and >= 0)
        {
            name = host[..colon];
        }

        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
