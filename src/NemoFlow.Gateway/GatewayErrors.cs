// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway;

/// <summary>Errors of our own. A header and the error's type tell them apart from the provider's.</summary>
internal static class GatewayErrors
{
    /// <summary>On every error of ours, never on one of a provider; its value is the code.</summary>
    public const string Header = "x-nemo-flow-error";

    public static Task ReplyAsync(Exchange exchange, int status, string code, string message)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", message);
            writer.WriteString("type", "nemo_flow_gateway_error");
            writer.WriteString("code", code);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        exchange.Response.Headers[Header] = code;
        return exchange.ReplyAsync(status, buffer.WrittenMemory);
    }

    public static Task MethodNotAllowedAsync(Exchange exchange, string allowed)
    {
        exchange.Response.Headers.Allow = allowed;
        return ReplyAsync(exchange, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"{exchange.Target.Path} takes {allowed} only.");
    }

    /// <summary>At once, so that the client falls back to plain HTTP without a pause.</summary>
    public static Task UpgradeRequiredAsync(Exchange exchange)
    {
        exchange.Response.Headers.Upgrade = "HTTP/1.1";
        return ReplyAsync(exchange, StatusCodes.Status426UpgradeRequired, "websocket_unsupported", "The gateway does not speak WebSocket: use HTTP with server-sent events.");
    }

    public static Task BadBodyAsync(Exchange exchange)
    {
        exchange.Response.Headers.Connection = "close";
        return ReplyAsync(exchange, StatusCodes.Status400BadRequest, "bad_body", "The request's body breaks off, or is not framed as its head says.");
    }

    public static Task TooLargeAsync(Exchange exchange, long limit)
    {
        exchange.Response.Headers.Connection = "close";
        return ReplyAsync(exchange, StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body is larger than the gateway's limit of {limit} bytes.");
    }
}
