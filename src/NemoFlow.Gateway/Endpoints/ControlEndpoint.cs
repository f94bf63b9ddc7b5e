// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Security;

namespace NemoFlow.Gateway.Endpoints;

/// <summary><c>POST /control/stop</c>: for callers with the token only.</summary>
internal sealed class ControlEndpoint(GatewayOptions options, GatewayActivity activity)
{
    public const string StopPath = "/control/stop";

    public async Task StopAsync(Exchange exchange)
    {
        if (!GatewayToken.IsShown(exchange, options))
        {
            await GatewayErrors.ReplyAsync(exchange, StatusCodes.Status401Unauthorized, "token_required", "Stopping the gateway takes its token, which is in the state folder.").ConfigureAwait(false);
            return;
        }

        await exchange.ReplyAsync(StatusCodes.Status202Accepted, "{\"status\":\"stopping\"}"u8.ToArray()).ConfigureAwait(false);
        activity.RequestStop();
    }
}
