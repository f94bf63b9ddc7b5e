// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp.Sending;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Senders and names of OTLP targets.</summary>
internal static class OtlpSenders
{
    public const string TraceService = "/opentelemetry.proto.collector.trace.v1.TraceService";
    public const string MetricsService = "/opentelemetry.proto.collector.metrics.v1.MetricsService";

    public static IOtlpSender Create(OtlpOptions options, string service, Uri endpoint, ExporterHeaders headers, string version, TimeProvider time)
    {
        string userAgent = "nemo-flow/" + version;
        return options.Transport == OtlpTransport.Grpc
            ? new OtlpGrpcSender(options.Endpoint, service, headers, options.Timeout, options.Compress, userAgent, time)
            : new OtlpHttpSender(endpoint, headers, options.Timeout, options.Compress, userAgent, time);
    }

    /// <summary>Sends a request with nothing in it. Where there is nothing at the path, those that are likelier are tried in the same way.</summary>
    public static async Task<ProbeAnswer> ProbeAsync(OtlpOptions options, IOtlpSender sender, Uri endpoint, string path, Func<Uri, IOtlpSender> at, CancellationToken cancellation)
    {
        DeliveryResult result = await sender.SendAsync(ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false);
        ProbeAnswer answer = ProbeAnswer.Of(result);
        if (options.Transport == OtlpTransport.Grpc)
        {
            return answer.Verdict == ProbeVerdict.WrongPlace
                ? answer with { Advice = result.Cause == DeliveryCause.Protocol ? "transport = \"http_binary\", if it is the port for OTLP over HTTP (often 4318)" : "a receiver of this kind of data, which that server does not have" }
                : answer;
        }

        if (result.Cause == DeliveryCause.Protocol)
        {
            return answer with { Text = "it does not speak HTTP/1.1", Advice = "transport = \"grpc\", if it is the port for OTLP over gRPC (often 4317)" };
        }

        if (answer.Verdict != ProbeVerdict.WrongPlace)
        {
            return answer;
        }

        foreach (Uri other in OtlpEndpoint.Alternatives(endpoint, path))
        {
            using IOtlpSender there = at(other);
            if ((await there.SendAsync(ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false)).Verdict == DeliveryVerdict.Delivered)
            {
                return answer with { Advice = Content.UrlText.Masked(other.OriginalString) };
            }
        }

        return endpoint.AbsolutePath.EndsWith(path, StringComparison.Ordinal)
            ? answer
            : answer with { Advice = $"a path that ends in {path}, as the backend's own documentation has it" };
    }

    /// <summary>The same for the same backend in the same words, so that what has arrived there is known in the next run.</summary>
    public static string Name(OtlpOptions options)
    {
        string words = options.Vocabulary switch
        {
            SpanVocabulary.OpenInference => "openinference",
            SpanVocabulary.GenAi => "opentelemetry",
            _ => "otlp",
        };
        return TargetName.Of(words, options.Endpoint.AbsoluteUri);
    }
}
