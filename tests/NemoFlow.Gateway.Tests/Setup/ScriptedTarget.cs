// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NemoFlow.Gateway.Tests.Setup;

/// <summary>A server for exporters that answers as it is told, and notes what it was asked.</summary>
internal sealed class ScriptedTarget : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _asked = new();

    private ScriptedTarget(WebApplication application) => _application = application;

    /// <summary>Host and port.</summary>
    public string Authority => new Uri(_application.Urls.First()).Authority;

    /// <summary>Method, target and number of bytes of each request.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public static Task<ScriptedTarget> StartAsync(Func<HttpRequest, int> status) => StartAsync(context =>
    {
        context.Response.StatusCode = status(context.Request);
        return Task.CompletedTask;
    });

    public static async Task<ScriptedTarget> StartAsync(Func<HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        ScriptedTarget target = new(application);
        application.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            target._asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {body.Length}");
            await answer(context);
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return target;
    }

    /// <summary>Host and port where nobody listens.</summary>
    public static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
