// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Security;

/// <summary>The gateway's secret.</summary>
internal static class GatewayToken
{
    private const int Length = 24;

    /// <summary>The system's source of random bytes; the framework would load OpenSSL for it, which is better done when a provider is called.</summary>
    private const string RandomDevice = "/dev/urandom";

    /// <summary>A new one.</summary>
    public static string Create()
    {
        Span<byte> token = stackalloc byte[Length];
        if (!TryReadDevice(token))
        {
            RandomNumberGenerator.Fill(token);
        }

        return Convert.ToHexStringLower(token);
    }

    /// <summary>True where the caller shows it.</summary>
    public static bool IsShown(Exchange exchange, GatewayOptions options) =>
        exchange.Header(HookWire.TokenHeader) is { } shown && options.Token is { Length: > 0 } token
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token));

    private static bool TryReadDevice(Span<byte> bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            using FileStream stream = new(RandomDevice, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            stream.ReadExactly(bytes);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cage without devices.
            return false;
        }
    }
}
