// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Gateway.Upstream;

/// <summary>The status line and headers of a provider's answer, as sent: order, repetitions and bytes (one character each, Latin-1) are kept.</summary>
/// <param name="Minor">The minor version of HTTP/1.</param>
/// <param name="Status">The status code, three digits.</param>
/// <param name="Reason">The reason phrase; may be empty.</param>
/// <param name="Headers">Names and values, without the white space around them.</param>
internal sealed record ResponseHead(int Minor, int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>How long a connection rests where the provider says nothing of it: most hang up after a minute or more.</summary>
    private static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(60);

    /// <summary>All values of one name, joined by a comma; null where there is none.</summary>
    public string? Header(string name)
    {
        string? joined = null;
        foreach ((string key, string value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                joined = joined is null ? value : joined + ", " + value;
            }
        }

        return joined;
    }

    /// <summary>True where the provider will take another request over this connection (RFC 9112, 9.3).</summary>
    public bool KeepsConnection
    {
        get
        {
            string? connection = Header("connection");
            return Minor >= 1
                ? connection?.Contains("close", StringComparison.OrdinalIgnoreCase) != true
                : connection?.Contains("keep-alive", StringComparison.OrdinalIgnoreCase) == true;
        }
    }

    /// <summary>
    /// How long the connection may rest before its next request: a little less than the provider announces (<c>Keep-Alive: timeout=5</c>, in
    /// seconds), so that no request meets a connection that is just being hung up.
    /// </summary>
    public TimeSpan MaxRest
    {
        get
        {
            const string Timeout = "timeout=";
            foreach (string part in Header("keep-alive")?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            {
                if (part.StartsWith(Timeout, StringComparison.OrdinalIgnoreCase) && int.TryParse(part.AsSpan(Timeout.Length), CultureInfo.InvariantCulture, out int seconds))
                {
                    return TimeSpan.FromSeconds(Math.Clamp(seconds - 1, 0, UsualRest.TotalSeconds));
                }
            }

            return UsualRest;
        }
    }
}
