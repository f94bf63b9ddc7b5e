// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Upstream;

/// <summary>The status line and headers of a provider's answer, as sent: order, repetitions and bytes (one character each, Latin-1) are kept.</summary>
/// <param name="Minor">The minor version of HTTP/1.</param>
/// <param name="Status">The status code, three digits.</param>
/// <param name="Reason">The reason phrase; may be empty.</param>
/// <param name="Headers">Names and values, without the white space around them.</param>
internal sealed record ResponseHead(int Minor, int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
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
}
