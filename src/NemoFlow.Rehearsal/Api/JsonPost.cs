// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rehearsal.Http;

namespace NemoFlow.Rehearsal.Api;

/// <summary>What every API has to look at before it can look at a request: method, encoding, JSON.</summary>
internal static class JsonPost
{
    /// <summary>Answers a POST whose body is a JSON object.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="error">An error of this status and message in the API's form.</param>
    /// <param name="play">Answers the body, of which it is told the bytes; the body does not outlive the call.</param>
    public static ProviderAnswer Answer(
        ProviderExchange exchange, Func<int, string, ProviderAnswer> error, Func<JsonElement, ReadOnlyMemory<byte>, ProviderAnswer> play)
    {
        if (exchange.Request.Method != "POST")
        {
            return error(405, $"Not allowed to {exchange.Request.Method} on {exchange.Path}.");
        }

        if (RequestBody.Decode(exchange) is not { } bytes)
        {
            return error(415, $"Unsupported content encoding '{exchange.Header("content-encoding")}'.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? play(document.RootElement, bytes)
                : error(400, "The body is not a JSON object.");
        }
        catch (JsonException exception)
        {
            return error(400, $"We could not parse the JSON body of your request. {exception.Message}");
        }
    }
}
