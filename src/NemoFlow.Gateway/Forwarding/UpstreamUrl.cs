// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Where a request goes. Path and query stay as the client wrote them, but for the <c>/v1</c> that base and path share.</summary>
internal static class UpstreamUrl
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static Uri For(GatewayOptions options, RequestTarget target, IHeaderDictionary headers)
    {
        if (RouteTable.IsAnthropic(target.Path, headers, options))
        {
            return Join(options.AnthropicBaseUrl, target.PathAndQuery);
        }

        if (IsChatGptLogin(headers) && options.OpenAIBaseUrl.OriginalString.TrimEnd('/') == GatewayOptions.DefaultOpenAIBaseUrl)
        {
            return Join(options.ChatGptBaseUrl, WithoutVersion(target.PathAndQuery));
        }

        return Join(options.OpenAIBaseUrl, OpenAIPath(options.OpenAIBaseUrl, target.PathAndQuery));
    }

    /// <summary>A login with ChatGPT is answered by another service than an API key; it is never exchanged for a key.</summary>
    private static bool IsChatGptLogin(IHeaderDictionary headers)
    {
        string authorization = headers.Authorization.ToString();
        return headers.ContainsKey("chatgpt-account-id")
            || authorization.StartsWith("Bearer eyJ", StringComparison.Ordinal) || authorization.StartsWith("Bearer at-", StringComparison.Ordinal);
    }

    private static string OpenAIPath(Uri baseUrl, string pathAndQuery)
    {
        bool baseHasVersion = baseUrl.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal);
        string rest = WithoutVersion(pathAndQuery);
        bool pathHasVersion = !ReferenceEquals(rest, pathAndQuery);
        if (baseHasVersion)
        {
            return rest;
        }

        // A provider whose base has a path of its own chose that path, and a client that names more than the API knows the whole; only a
        // bare host gets the version that it must have.
        return pathHasVersion || baseUrl.AbsolutePath.Length > 1 || NamesMore(pathAndQuery) ? pathAndQuery : "/v1" + pathAndQuery;
    }

    private static bool NamesMore(string pathAndQuery)
    {
        ReadOnlySpan<char> path = pathAndQuery.AsSpan();
        int query = path.IndexOf('?');
        return RouteTable.HasPrefix((query < 0 ? path : path[..query]).TrimEnd('/'), out _);
    }

    private static string WithoutVersion(string pathAndQuery)
    {
        const string Version = "/v1";
        bool has = pathAndQuery.StartsWith(Version, StringComparison.Ordinal) && (pathAndQuery.Length == Version.Length || pathAndQuery[Version.Length] is '/' or '?');
        return has ? pathAndQuery[Version.Length..] : pathAndQuery;
    }

    private static Uri Join(Uri baseUrl, string pathAndQuery)
    {
        string root = baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
        string query = baseUrl.Query.Length > 1 ? (pathAndQuery.Contains('?', StringComparison.Ordinal) ? "&" : "?") + baseUrl.Query[1..] : "";
        return new Uri(root + (pathAndQuery == "*" ? "/*" : pathAndQuery) + query, AsWritten);
    }
}
