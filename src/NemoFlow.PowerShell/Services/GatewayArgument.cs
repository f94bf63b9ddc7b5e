// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Management.Automation;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.PowerShell.Services;

/// <summary>Lets users name a gateway by its object, URL, port or id wherever a gateway is asked for.</summary>
internal static class GatewayArgument
{
    /// <summary>The gateway's URL; null where there is no such gateway.</summary>
    public static string? Url(object value)
    {
        object plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            GatewayInfo gateway => gateway.Url,
            Uri url => url.OriginalString.TrimEnd('/'),
            int port => $"http://127.0.0.1:{port}",
            string text when text.StartsWith("http", StringComparison.OrdinalIgnoreCase) => text.TrimEnd('/'),
            string text when int.TryParse(text, out int port) => $"http://127.0.0.1:{port}",
            string text => GatewayHub.Local().FirstOrDefault(g => g.Id == text)?.Url,
            _ => null,
        };
    }

    /// <summary>Whether a name means a gateway: its id or URL, which may have wildcards, or its port.</summary>
    public static bool Names(string wanted, GatewayInfo gateway)
    {
        WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
        return pattern.IsMatch(gateway.Id) || pattern.IsMatch(gateway.Url) || wanted == gateway.Port.ToString(CultureInfo.InvariantCulture);
    }
}
