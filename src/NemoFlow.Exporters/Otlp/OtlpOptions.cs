// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>One OTLP backend and what it gets.</summary>
public sealed record OtlpOptions
{
    /// <summary>The name in status and in the cursor's file name; null makes one of the vocabulary and the endpoint.</summary>
    public string? Name { get; init; }

    /// <summary>With <see cref="OtlpTransport.HttpBinary"/> the whole URL that traces are posted to; with gRPC scheme, host and port.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>How it is spoken to.</summary>
    public OtlpTransport Transport { get; init; } = OtlpTransport.HttpBinary;

    /// <summary>In whose words.</summary>
    public SpanVocabulary Vocabulary { get; init; } = SpanVocabulary.GenAi;

    /// <summary>What makes one trace.</summary>
    public TraceScope TracePer { get; init; } = TraceScope.Turn;

    /// <summary>Headers of every request; they may hold credentials and are never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>By header name, the environment variable that holds its value.</summary>
    public IReadOnlyDictionary<string, string> HeaderVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Attributes of the resource, above those that follow from the other options.</summary>
    public IReadOnlyDictionary<string, string> ResourceAttributes { get; init; } = new Dictionary<string, string>();

    /// <summary><c>service.name</c>.</summary>
    public string ServiceName { get; init; } = "nemo-flow";

    /// <summary><c>service.namespace</c>.</summary>
    public string? ServiceNamespace { get; init; }

    /// <summary><c>service.version</c>.</summary>
    public string? ServiceVersion { get; init; }

    /// <summary><c>openinference.project.name</c>: the project in Phoenix.</summary>
    public string? ProjectName { get; init; }

    /// <summary>The name of the scope that spans are sent under.</summary>
    public string InstrumentationScope { get; init; } = "nemo-flow";

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>False sends requests as they are instead of compressed with gzip.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>True puts prompts, answers, arguments and results on GenAI spans; the conventions leave them out unless asked.</summary>
    public bool CaptureContent { get; init; }

    /// <summary>What OpenInference spans leave out.</summary>
    public OpenInferenceHiding Hide { get; init; } = new();

    /// <summary>True repeats the whole history, instructions and tools on every model call; sessions then grow quadratically.</summary>
    public bool FullRequests { get; init; }

    /// <summary>True sends GenAI metrics as well.</summary>
    public bool Metrics { get; init; }

    /// <summary>Where metrics are posted to over HTTP; null takes <see cref="Endpoint"/> with <c>/v1/metrics</c> in place of <c>/v1/traces</c>.</summary>
    public Uri? MetricsEndpoint { get; init; }

    /// <summary>Most spans in a request.</summary>
    public int MaxBatchSpans { get; init; } = 512;

    /// <summary>Most bytes in a request before compression; collectors refuse gRPC messages above 4 MiB.</summary>
    public int MaxBatchBytes { get; init; } = 3 << 20;
}
