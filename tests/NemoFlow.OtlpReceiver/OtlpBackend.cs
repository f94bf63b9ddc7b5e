// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.OtlpReceiver;

/// <summary>
/// A strict OTLP backend: HTTP on one port, gRPC without TLS on another. Whatever breaks the protocol is noted in <see cref="Violations"/>.
/// </summary>
public sealed class OtlpBackend : IAsyncDisposable
{
    private const string GrpcPrefix = "/opentelemetry.proto.collector.";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private TaskCompletionSource _arrived = New();

    private OtlpBackend(WebApplication application) => _application = application;

    /// <summary>Where traces are posted to.</summary>
    public Uri Traces { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where gRPC is spoken.</summary>
    public Uri Grpc { get; private set; } = new("http://127.0.0.1");

    /// <summary>All requests that were accepted.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>All spans that were accepted, repeated ones included.</summary>
    public IReadOnlyList<Span> Spans => [.. _requests.SelectMany(r => r.Spans)];

    /// <summary>What broke the protocol.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Number of requests, refused ones included.</summary>
    public int Calls { get; private set; }

    /// <summary>What to answer; it is asked before a request counts as accepted.</summary>
    public Func<ReceivedRequest, Answer> Reply { get; set; } = _ => Answer.Ok;

    /// <summary>Starts on free ports of this machine, or on a given one for HTTP.</summary>
    public static async Task<OtlpBackend> StartAsync(int port = 0, CancellationToken cancellation = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
        });
        WebApplication application = builder.Build();
        OtlpBackend backend = new(application);
        application.Run(backend.HandleAsync);
        await application.StartAsync(cancellation);
        string[] urls = [.. application.Urls];
        backend.Traces = new Uri(new Uri(urls[0]), "/v1/traces");
        backend.Grpc = new Uri(urls[1]);
        return backend;
    }

    /// <summary>Waits until so many spans were accepted.</summary>
    public async Task WaitForSpansAsync(int count, CancellationToken cancellation)
    {
        while (true)
        {
            Task arrived = Volatile.Read(ref _arrived).Task;
            if (Spans.Count >= count)
            {
                return;
            }

            await arrived.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits until so many requests were made, refused ones included.</summary>
    public async Task WaitForCallsAsync(int count, CancellationToken cancellation)
    {
        while (true)
        {
            Task arrived = Volatile.Read(ref _arrived).Task;
            if (Calls >= count)
            {
                return;
            }

            await arrived.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task HandleAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        bool isGrpc = context.Request.Path.StartsWithSegments("/opentelemetry.proto.collector.trace.v1.TraceService")
            || context.Request.Path.StartsWithSegments("/opentelemetry.proto.collector.metrics.v1.MetricsService");
        Answer answer;
        try
        {
            ReceivedRequest request = Decode(context, body.ToArray(), isGrpc);
            StrictRules.Check(request, _violations.Enqueue);
            answer = Reply(request);
            if (answer.Status == (isGrpc && answer != Answer.Ok ? 0 : 200))
            {
                _requests.Enqueue(request);
            }
        }
        catch (Exception e)
        {
            _violations.Enqueue(e.ToString());
            answer = new Answer(isGrpc ? 3 : 400, Message: e.Message);
        }

        await (isGrpc ? ReplyGrpcAsync(context, answer) : ReplyHttpAsync(context, answer));
        Calls++;
        Interlocked.Exchange(ref _arrived, New()).TrySetResult();
    }

    private ReceivedRequest Decode(HttpContext context, byte[] body, bool isGrpc)
    {
        IHeaderDictionary headers = context.Request.Headers;
        Expect(context.Request.Method == "POST", "method " + context.Request.Method);
        byte[] message;
        if (isGrpc)
        {
            Expect(context.Request.Protocol == "HTTP/2", context.Request.Protocol);
            Expect(headers.ContentType.ToString().StartsWith("application/grpc", StringComparison.Ordinal), "content-type " + headers.ContentType);
            Expect(headers.TE == "trailers", "te " + headers.TE);
            Expect(body.Length >= 5 && body.Length == 5 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)), "one length-prefixed frame");
            Expect(body[0] == 0 || headers["grpc-encoding"] == "gzip", "compressed without grpc-encoding");
            message = body[0] == 1 ? Unzip(body[5..]) : body[5..];
        }
        else
        {
            Expect(headers.ContentType == "application/x-protobuf", "content-type " + headers.ContentType);
            Expect(headers.UserAgent.Count == 1, "user-agent");
            message = headers.ContentEncoding == "gzip" ? Unzip(body) : body;
        }

        bool metrics = context.Request.Path.Value!.Contains("metrics", StringComparison.OrdinalIgnoreCase);
        string path = context.Request.Path.Value!.Replace(GrpcPrefix, "", StringComparison.Ordinal);
        return new ReceivedRequest(
            path,
            headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            metrics ? null : TraceRequest.Parser.WithDiscardUnknownFields(false).ParseFrom(message),
            metrics ? MetricsRequest.Parser.WithDiscardUnknownFields(false).ParseFrom(message) : null,
            message.Length);
    }

    private void Expect(bool holds, string what)
    {
        if (!holds)
        {
            _violations.Enqueue(what);
        }
    }

    private static byte[] Unzip(byte[] body)
    {
        // .NET takes nothing for an empty stream, collectors do not.
        if (body.Length == 0)
        {
            throw new InvalidDataException("an empty body is no gzip");
        }

        using GZipStream gzip = new(new MemoryStream(body), CompressionMode.Decompress);
        using MemoryStream message = new();
        gzip.CopyTo(message);
        return message.ToArray();
    }

    private static byte[] Response(Answer answer) => answer.Rejected == 0 && answer.Message is null
        ? []
        : new ExportResponse { PartialSuccess = new PartialSuccess { Rejected = answer.Rejected, ErrorMessage = answer.Message ?? "" } }.ToByteArray();

    private static async Task ReplyHttpAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = answer.RetryAfter;
        }

        context.Response.ContentType = answer.Status == 200 ? "application/x-protobuf" : "text/plain";
        byte[] body = answer.Status == 200 ? Response(answer) : System.Text.Encoding.UTF8.GetBytes(answer.Message ?? "");
        await context.Response.Body.WriteAsync(body);
    }

    private static async Task ReplyGrpcAsync(HttpContext context, Answer answer)
    {
        int status = answer.Status == 200 ? 0 : answer.Status;
        context.Response.ContentType = "application/grpc";
        if (status == 0)
        {
            byte[] message = Response(answer);
            byte[] frame = new byte[5 + message.Length];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
            message.CopyTo(frame, 5);
            await context.Response.Body.WriteAsync(frame);
        }

        if (answer.RetryAfter is { } delay)
        {
            // google.rpc.Status with one google.rpc.RetryInfo, in whole seconds.
            byte[] duration = [8, byte.Parse(delay, System.Globalization.CultureInfo.InvariantCulture)];
            byte[] info = [10, (byte)duration.Length, .. duration];
            byte[] type = [.. "type.googleapis.com/google.rpc.RetryInfo"u8];
            byte[] any = [10, (byte)type.Length, .. type, 18, (byte)info.Length, .. info];
            context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String([8, (byte)status, 26, (byte)any.Length, .. any]).TrimEnd('='));
        }

        context.Response.AppendTrailer("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (answer.Message is not null)
        {
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(answer.Message));
        }
    }
}
