// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Headers that belong to one connection (RFC 9110, 7.6.1) or to us, and so do not travel on.</summary>
internal static class HeaderRules
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "http2-settings",
    };

    /// <summary>Accept-Encoding is left out so that the copy of the answer can be read; Expect is answered by this server.</summary>
    private static readonly HashSet<string> RequestOnly = new(StringComparer.OrdinalIgnoreCase) { "host", "accept-encoding", "expect", "content-length" };

    public static bool TravelsUp(string name, HashSet<string>? named) =>
        !HopByHop.Contains(name) && !RequestOnly.Contains(name) && !name.StartsWith(HookWire.HeaderPrefix, StringComparison.OrdinalIgnoreCase)
        && named?.Contains(name) != true;

    public static bool TravelsDown(string name, HashSet<string>? named) => !HopByHop.Contains(name) && named?.Contains(name) != true;

    /// <summary>
    /// Headers that a Connection header names belong to that connection too. Kestrel shortens a client's Connection header to
    /// <c>close</c>, <c>keep-alive</c> or <c>Upgrade</c> where one of them stands in it; what clients name beside those is in
    /// <see cref="HopByHop"/>.
    /// </summary>
    public static HashSet<string>? Named(string? connection)
    {
        if (string.IsNullOrEmpty(connection) || connection.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            || connection.Equals("close", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return new HashSet<string>(connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
    }
}
