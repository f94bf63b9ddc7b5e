// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Security;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Builds the head of the request to the provider from the client's.</summary>
internal static class UpstreamRequest
{
    private static readonly string[] CredentialHeaders = ["authorization", "x-api-key", "api-key", "anthropic-api-key"];

    /// <summary>The head, ready to be ended.</summary>
    /// <param name="buffer">Where it is written to.</param>
    /// <param name="exchange">The client's request.</param>
    /// <param name="options">The gateway's.</param>
    /// <param name="url">Where it goes.</param>
    /// <param name="proxy">The proxy that reads it on its way; null for none.</param>
    /// <param name="chunked">True where the body's length is not known.</param>
    public static RequestHead Build(byte[] buffer, Exchange exchange, GatewayOptions options, Uri url, HttpProxy? proxy, bool chunked)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        RequestHead head = new(buffer, exchange.Request.Method, proxy is null ? url.PathAndQuery : url.OriginalString, url);
        HashSet<string>? named = HeaderRules.Named(headers.Connection);
        foreach ((string name, StringValues values) in headers)
        {
            if (HeaderRules.TravelsUp(name, named))
            {
                foreach (string? value in values)
                {
                    head.Add(name, value ?? "");
                }
            }
        }

        if (chunked)
        {
            head.Add("Transfer-Encoding", "chunked");
        }
        else if (headers.ContentLength is { } length)
        {
            head.Add("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        }

        if (proxy?.Authorization is { } authorization)
        {
            head.Add("Proxy-Authorization", authorization);
        }

        Inject(exchange, options, head);
        return head;
    }

    /// <summary>The environment's key is for callers that know the gateway's token and bring no credentials: nobody else spends it.</summary>
    private static void Inject(Exchange exchange, GatewayOptions options, RequestHead head)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        if (Array.Exists(CredentialHeaders, headers.ContainsKey) || !GatewayToken.IsShown(exchange, options))
        {
            return;
        }

        if (RouteTable.IsAnthropic(exchange.Target.Path, headers, options))
        {
            if (Key(options.AnthropicApiKey) is { } anthropic)
            {
                head.Add("x-api-key", anthropic);
            }
        }
        else if (Key(options.OpenAIApiKey) is { } openAI)
        {
            head.Add("authorization", "Bearer " + openAI);
        }
    }

    /// <summary>A key that could not stand in one line is none.</summary>
    private static string? Key(string? configured) =>
        configured?.Trim() is { Length: > 0 } key && !key.Any(char.IsControl) ? key : null;
}
