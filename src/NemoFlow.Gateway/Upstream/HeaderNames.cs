// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Gateway.Upstream;

/// <summary>Names that most answers carry, so that they need not be made anew for each.</summary>
internal static class HeaderNames
{
    private static readonly string[] Usual =
    [
        "Content-Type", "content-type", "Content-Length", "content-length", "Transfer-Encoding", "transfer-encoding", "Connection", "connection",
        "Date", "date", "Server", "server", "Cache-Control", "cache-control", "x-request-id", "request-id", "openai-processing-ms", "Keep-Alive",
    ];

    public static string Get(ReadOnlySpan<byte> name)
    {
        foreach (string usual in Usual)
        {
            if (usual.Length == name.Length && Ascii.Equals(name, usual))
            {
                return usual;
            }
        }

        return Encoding.Latin1.GetString(name);
    }
}
