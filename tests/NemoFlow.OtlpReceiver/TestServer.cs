// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace NemoFlow.OtlpReceiver;

/// <summary>A server on loopback that keeps what it is sent.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Exchange> _requests = new();

    private TestServer(WebApplication application) => _application = application;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>What arrived.</summary>
    public IReadOnlyList<Exchange> Requests => [.. _requests];

    /// <summary>The status to answer.</summary>
    public Func<Exchange, int> Reply { get; set; } = _ => 200;

    /// <summary>Starts on a free port.</summary>
    public static async Task<TestServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        TestServer server = new(application);
        application.Run(server.HandleAsync);
        await application.StartAsync();
        server.Url = new Uri(application.Urls.First());
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        Exchange exchange = new(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        _requests.Enqueue(exchange);
        context.Response.StatusCode = Reply(exchange);
    }

    /// <summary>A request.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="Target">Path and query as they were written.</param>
    /// <param name="Headers">The headers.</param>
    /// <param name="Body">The body.</param>
    public sealed record Exchange(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        /// <summary>The body as text.</summary>
        public string Text => Encoding.UTF8.GetString(Body);
    }
}
