// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Security;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Builds the request to the provider from the client's.</summary>
internal static class UpstreamRequest
{
    private static readonly string[] CredentialHeaders = ["authorization", "x-api-key", "api-key", "anthropic-api-key"];

    public static HttpRequestMessage Build(Exchange exchange, GatewayOptions options, TeeContent? content)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        HttpRequestMessage message = new(new HttpMethod(exchange.Request.Method), UpstreamUrl.For(options, exchange.Target, headers))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        HashSet<string>? named = HeaderRules.Named(headers.Connection);
        foreach ((string name, StringValues values) in headers)
        {
            if (HeaderRules.TravelsUp(name, named))
            {
                Add(message, name, values);
            }
        }

        Inject(exchange, options, message);
        return message;
    }

    private static void Add(HttpRequestMessage message, string name, StringValues values)
    {
        if (message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
        {
            return;
        }

        // A header that describes a body the request does not have still travels.
        message.Content ??= new ByteArrayContent([]);
        message.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }

    /// <summary>The environment's key is for callers that know the gateway's token and bring no credentials: nobody else spends it.</summary>
    private static void Inject(Exchange exchange, GatewayOptions options, HttpRequestMessage message)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        if (Array.Exists(CredentialHeaders, headers.ContainsKey) || !GatewayToken.IsShown(exchange, options))
        {
            return;
        }

        if (RouteTable.IsAnthropic(exchange.Target.Path, headers, options))
        {
            if (options.AnthropicApiKey?.Trim() is { Length: > 0 } anthropic)
            {
                message.Headers.TryAddWithoutValidation("x-api-key", anthropic);
            }
        }
        else if (options.OpenAIApiKey?.Trim() is { Length: > 0 } openAI)
        {
            message.Headers.TryAddWithoutValidation("authorization", "Bearer " + openAI);
        }
    }
}
