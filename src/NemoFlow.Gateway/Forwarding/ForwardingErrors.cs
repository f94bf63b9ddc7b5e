// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>What client and recorder are told where a request cannot be forwarded.</summary>
internal static class ForwardingErrors
{
    /// <summary>The provider was not reached, or hung up before it answered.</summary>
    public static Task UnreachableAsync(Exchange exchange, CallCapture? capture, Exception e)
    {
        if (exchange.Aborted.IsCancellationRequested)
        {
            capture?.Done(null, "client_cancelled", null, null);
            return Task.CompletedTask;
        }

        string reason = e.InnerException?.Message ?? e.Message;
        capture?.Done(StatusCodes.Status502BadGateway, "upstream_unreachable", reason, null);
        return GatewayErrors.ReplyAsync(exchange, StatusCodes.Status502BadGateway, "upstream_unreachable", "The provider could not be reached: " + reason);
    }

    /// <summary>The client's body is larger than the gateway takes.</summary>
    public static Task TooLargeAsync(Exchange exchange, CallCapture? capture, long limit)
    {
        capture?.Done(StatusCodes.Status413PayloadTooLarge, "request_too_large", "the request is larger than the gateway's limit", null);
        return GatewayErrors.TooLargeAsync(exchange, limit);
    }

    /// <summary>The client's body broke off or is framed wrongly.</summary>
    public static Task BadBodyAsync(Exchange exchange, CallCapture? capture)
    {
        capture?.Done(null, "client_cancelled", null, null);
        return exchange.Aborted.IsCancellationRequested ? Task.CompletedTask : GatewayErrors.BadBodyAsync(exchange);
    }
}
