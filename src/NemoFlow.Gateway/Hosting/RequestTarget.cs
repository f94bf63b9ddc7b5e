// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Hosting;

/// <summary>The target of a request, never normalised.</summary>
/// <param name="PathAndQuery">Begins with a slash, or is <c>*</c>; anything else is refused.</param>
/// <param name="Authority">Host and port of an absolute-form target; null otherwise.</param>
internal sealed record RequestTarget(string PathAndQuery, string? Authority)
{
    /// <summary>False for the <c>host:port</c> of a CONNECT.</summary>
    public bool IsPath => PathAndQuery == "*" || PathAndQuery.StartsWith('/');

    public string Path => PathAndQuery.IndexOf('?', StringComparison.Ordinal) is int q and >= 0 ? PathAndQuery[..q] : PathAndQuery;

    public string Query => PathAndQuery.IndexOf('?', StringComparison.Ordinal) is int q and >= 0 ? PathAndQuery[q..] : "";

    public static RequestTarget Parse(string raw)
    {
        int scheme = raw.StartsWith('/') ? -1 : raw.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return new RequestTarget(raw, null);
        }

        int start = scheme + 3;
        int slash = raw.AsSpan(start).IndexOfAny('/', '?');
        if (slash < 0)
        {
            return new RequestTarget("/", raw[start..]);
        }

        string rest = raw[(start + slash)..];
        return new RequestTarget(rest.StartsWith('/') ? rest : "/" + rest, raw.Substring(start, slash));
    }
}
