// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Messages;

/// <summary>Errors in Anthropic's form.</summary>
internal static class MessagesErrors
{
    public static ProviderAnswer Answer(int status, string message) => ProviderAnswer.Json(status, ScenarioJson.Compact(Body(status, message)));

    /// <summary>The body of an HTTP error.</summary>
    public static JsonObject Body(int status, string? message = null, string? requestId = null)
    {
        (string type, string text) = status switch
        {
            401 => ("authentication_error", "invalid x-api-key"),
            403 => ("permission_error", "This key may not do that."),
            404 => ("not_found_error", "Not found"),
            413 => ("request_too_large", "Request exceeds the maximum size"),
            429 => ("rate_limit_error", "This request would exceed your organization's rate limit. Please try again later."),
            529 => ("overloaded_error", "Overloaded"),
            >= 500 => ("api_error", "Internal server error"),
            _ => ("invalid_request_error", "The request is not valid."),
        };
        return Body(type, message ?? text, requestId);
    }

    /// <summary>The same for an error that is told by its type, as inside a stream.</summary>
    public static JsonObject Body(string type, string message, string? requestId = null)
    {
        JsonObject body = new()
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        };
        if (requestId is not null)
        {
            body["request_id"] = requestId;
        }

        return body;
    }

    /// <summary>The status that Anthropic gives an error of that type.</summary>
    public static int Status(string type) => type switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "permission_error" => 403,
        "not_found_error" => 404,
        "rate_limit_error" => 429,
        "overloaded_error" => 529,
        _ => 500,
    };

    /// <summary>Anthropic's word for a code that is written in OpenAI's.</summary>
    public static string Type(string code) => code switch
    {
        "invalid_prompt" => "invalid_request_error",
        "server_is_overloaded" => "overloaded_error",
        "rate_limit_exceeded" => "rate_limit_error",
        "server_error" => "api_error",
        _ => code,
    };
}
