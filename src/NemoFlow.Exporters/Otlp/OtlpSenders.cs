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
