// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Security;

/// <summary>The gateway's secret.</summary>
internal static class GatewayToken
{
    /// <summary>True where the caller shows it.</summary>
    public static bool IsShown(Exchange exchange, GatewayOptions options) =>
        exchange.Header(HookWire.TokenHeader) is { } shown && options.Token is { Length: > 0 } token
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token));
}
