// SPDX-License-Identifier: Apache-2.0
using System.Net;

namespace NemoFlow.Configuration.Settings;

/// <summary>Addresses that a gateway may listen on: it sees credentials, and nobody but this machine may reach it.</summary>
public static class ListenAddress
{
    private const string Localhost = "localhost:";

    /// <summary>The address; null where the text is none.</summary>
    public static IPEndPoint? Parse(string bind)
    {
        ArgumentNullException.ThrowIfNull(bind);
        string text = bind.StartsWith(Localhost, StringComparison.OrdinalIgnoreCase) ? "127.0.0.1:" + bind[Localhost.Length..] : bind;
        return text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endpoint) && !text.EndsWith(']') ? endpoint : null;
    }

    /// <summary>What is wrong with an address, as the end of a sentence; null where nothing is.</summary>
    public static string? Problem(string bind) => Parse(bind) switch
    {
        null => "must be an address to listen on, for example 127.0.0.1:4040",
        { } endpoint when !IPAddress.IsLoopback(endpoint.Address) => $"must be on loopback, for example 127.0.0.1:{endpoint.Port}: the gateway sees credentials",
        _ => null,
    };
}
