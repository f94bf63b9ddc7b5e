// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Error bodies in OpenAI's form.</summary>
internal static class ProviderErrors
{
    public static JsonObject Body(int status, string? message = null)
    {
        (string type, string? code, string text) = status switch
        {
            401 => ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
            403 => ("invalid_request_error", "forbidden", "This key may not do that."),
            404 => ("invalid_request_error", null, "There is nothing here."),
            429 => ("requests", "rate_limit_exceeded", "Rate limit reached. Please try again later."),
            503 => ("server_error", "server_is_overloaded", "The engine is currently overloaded, please try again later."),
            >= 500 => ("server_error", null, "The server had an error while processing your request."),
            _ => ("invalid_request_error", (string?)null, "The request is not valid."),
        };
        return new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = message ?? text,
                ["type"] = type,
                ["param"] = null,
                ["code"] = code,
            },
        };
    }
}
