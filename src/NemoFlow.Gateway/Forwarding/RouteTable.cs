// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Which requests are model calls, and whose.</summary>
internal static class RouteTable
{
    private const string Responses = "openai.responses";
    private const string Chat = "openai.chat_completions";
    private const string Messages = "anthropic.messages";

    /// <summary>The API of a request that is recorded; null for one that is only forwarded.</summary>
    public static string? CapturedApi(string method, string path) =>
        !HttpMethods.IsPost(method) ? null : OwnApi(path) ?? (HasPrefix(path.AsSpan().TrimEnd('/'), out string? api) ? api : null);

    /// <summary>
    /// True for a model API behind a prefix of the provider's: deployments, gateways, other versions. A path like that is complete as it
    /// stands. <c>messages</c> alone is no such API: threads have messages too.
    /// </summary>
    public static bool HasPrefix(ReadOnlySpan<char> path, out string? api)
    {
        api = path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Chat
            : path.EndsWith("/responses", StringComparison.Ordinal) ? Responses
            : path.EndsWith("/v1/messages", StringComparison.Ordinal) ? Messages
            : null;
        return api is not null && OwnApi(path) is null;
    }

    private static string? OwnApi(ReadOnlySpan<char> path) => path switch
    {
        "/v1/responses" or "/responses" => Responses,
        "/v1/chat/completions" or "/chat/completions" => Chat,
        "/v1/messages" or "/messages" => Messages,
        _ => null,
    };

    /// <summary>True for requests that go to Anthropic. Where the path says whose API it is, no header says otherwise: the wrong provider would get credentials.</summary>
    public static bool IsAnthropic(string path, IHeaderDictionary headers, GatewayOptions options) => CapturedApi(HttpMethods.Post, path) is { } api
        ? api == Messages
        : path.StartsWith("/v1/messages", StringComparison.Ordinal) || headers.ContainsKey("anthropic-version") || headers.ContainsKey("x-api-key") || options.PrefersAnthropic;
}
