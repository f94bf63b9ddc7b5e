// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NemoFlow.Engine;
using NemoFlow.Gateway.Endpoints;
using NemoFlow.Gateway.Forwarding;
using NemoFlow.Gateway.Security;
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Hosting;

/// <summary>Sends each request to its endpoint: our own, else the provider.</summary>
internal sealed class GatewayApplication(GatewayOptions options, Recorder recorder, Forwarder forwarder, GatewayActivity activity, HookRelay relay) : IHttpApplication<Exchange>
{
    private readonly HookEndpoint _hooks = new(options, recorder, relay);
    private readonly HealthEndpoint _health = new(options, recorder, relay);

    private readonly ControlEndpoint _control = new(options, activity);

    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        activity.Begin();
        return new Exchange(contextFeatures);
    }

    public void DisposeContext(Exchange context, Exception? exception) => activity.End();

    public Task ProcessRequestAsync(Exchange context)
    {
        if (CallerCheck.Problem(context) is { } problem)
        {
            return GatewayErrors.ReplyAsync(context, StatusCodes.Status403Forbidden, "forbidden", problem);
        }

        if (!context.Target.IsPath)
        {
            return GatewayErrors.ReplyAsync(context, StatusCodes.Status400BadRequest, "bad_target", "The gateway is no proxy: a request names a path.");
        }

        string path = context.Target.Path;
        string method = context.Request.Method;
        if (path == "/healthz")
        {
            return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? _health.HandleAsync(context) : GatewayErrors.MethodNotAllowedAsync(context, "GET");
        }

        if (path.StartsWith(HookWire.RoutePrefix, StringComparison.Ordinal))
        {
            return HttpMethods.IsPost(method) ? _hooks.HandleAsync(context, path[HookWire.RoutePrefix.Length..]) : GatewayErrors.MethodNotAllowedAsync(context, "POST");
        }

        if (path == ControlEndpoint.StopPath)
        {
            return HttpMethods.IsPost(method) ? _control.StopAsync(context) : GatewayErrors.MethodNotAllowedAsync(context, "POST");
        }

        if (context.Header("upgrade")?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true)
        {
            return GatewayErrors.UpgradeRequiredAsync(context);
        }

        if (path is "/v1/models" or "/models" && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return GatewayErrors.MethodNotAllowedAsync(context, "GET");
        }

        return forwarder.ForwardAsync(context);
    }
}
