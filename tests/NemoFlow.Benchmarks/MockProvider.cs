// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NemoFlow.Benchmarks;

/// <summary>A provider that answers at once, in a process of its own: 8 KB of JSON, or 55 events.</summary>
internal sealed class MockProvider : IHttpApplication<IFeatureCollection>
{
    public const int Events = 55;

    private static readonly byte[] Buffered = Encoding.UTF8.GetBytes(
        $$"""{"id":"resp_1","object":"response","status":"completed","model":"bench","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{{new string('x', 7800)}}"}]}],"usage":{"input_tokens":2000,"output_tokens":1900,"total_tokens":3900} }""");

    private static readonly byte[][] Stream = [.. MakeStream()];

    public static async Task RunAsync()
    {
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0);
        using KestrelServer server = new(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        await server.StartAsync(new MockProvider(), CancellationToken.None);
        Console.WriteLine(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Task.Delay(Timeout.Infinite);
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.GetRequiredFeature<IHttpRequestFeature>();
        IHttpResponseFeature response = context.GetRequiredFeature<IHttpResponseFeature>();
        IHttpResponseBodyFeature body = context.GetRequiredFeature<IHttpResponseBodyFeature>();
        byte[] sink = new byte[16384];
        while (await request.Body.ReadAsync(sink) > 0)
        {
        }

        if (request.Headers.Accept == "text/event-stream")
        {
            response.Headers.ContentType = "text/event-stream";
            foreach (byte[] e in Stream)
            {
                await body.Writer.WriteAsync(e);
            }

            return;
        }

        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = Buffered.Length;
        await body.Writer.WriteAsync(Buffered);
    }

    private static IEnumerable<byte[]> MakeStream()
    {
        yield return Event("response.created", """{"type":"response.created","response":{"id":"resp_1","model":"bench","status":"in_progress","output":[]}}""");
        for (int i = 0; i < Events - 2; i++)
        {
            yield return Event("response.output_text.delta", """{"type":"response.output_text.delta","output_index":0,"delta":"some text "}""");
        }

        yield return Event("response.completed", """{"type":"response.completed","response":{"id":"resp_1","model":"bench","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"done"}]}],"usage":{"input_tokens":2000,"output_tokens":60,"total_tokens":2060}}}""");
    }

    private static byte[] Event(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
