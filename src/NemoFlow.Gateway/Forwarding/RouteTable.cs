// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Which requests are model calls, and whose.</summary>
internal static class RouteTable
{
    /// <summary>The API of a request that is recorded; null for one that is only forwarded.</summary>
    public static string? CapturedApi(string method, string path) => !HttpMethods.IsPost(method) ? null : path switch
    {
        "/v1/responses" or "/responses" => "openai.responses",
        "/v1/chat/completions" or "/chat/completions" => "openai.chat_completions",
        "/v1/messages" or "/messages" => "anthropic.messages",
        _ => null,
    };

    /// <summary>True for requests that go to Anthropic. Where the path says whose API it is, no header says otherwise: the wrong provider would get credentials.</summary>
    public static bool IsAnthropic(string path, IHeaderDictionary headers, GatewayOptions options) => CapturedApi(HttpMethods.Post, path) is { } api
        ? api == "anthropic.messages"
        : path.StartsWith("/v1/messages", StringComparison.Ordinal) || headers.ContainsKey("anthropic-version") || headers.ContainsKey("x-api-key") || options.PrefersAnthropic;
}
