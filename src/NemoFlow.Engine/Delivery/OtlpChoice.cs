// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;
using NemoFlow.Content;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Engine.Delivery;

/// <summary>What somebody asks for who sends sessions to an OpenTelemetry backend. What is null or false stays as it is configured.</summary>
public sealed record OtlpChoice
{
    /// <summary>Where traces go; null takes the backends of the configuration, else the standard variables.</summary>
    public string? Endpoint { get; init; }

    /// <summary>A project of W&amp;B Weave to send to instead: <c>entity/project</c>.</summary>
    public string? WeaveProject { get; init; }

    /// <summary>How the backend is spoken to.</summary>
    public OtlpTransport? Transport { get; init; }

    /// <summary>In whose words.</summary>
    public SpanVocabulary? Vocabulary { get; init; }

    /// <summary>Headers with their values, which are never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>By header name, the environment variable that holds its value.</summary>
    public IReadOnlyDictionary<string, string> HeaderVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether GenAI spans carry content.</summary>
    public bool CaptureContent { get; init; }

    /// <summary>Whether every model call carries the whole history.</summary>
    public bool FullRequests { get; init; }

    /// <summary>Whether a session is one trace instead of one for each turn.</summary>
    public bool TracePerSession { get; init; }

    /// <summary>Whether GenAI metrics are sent as well.</summary>
    public bool Metrics { get; init; }

    /// <summary>The backends with what is asked for.</summary>
    /// <param name="configured">Gives the backends of the configuration; asked only where no other is named.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="ConfigurationException">No backend is named, or what is named is none.</exception>
    public IReadOnlyList<OtlpOptions> Backends(Func<IReadOnlyList<OtlpOptions>> configured, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(configured);
        OpenInferenceHiding hide = OpenInferenceHiding.FromEnvironment(environment);
        IReadOnlyList<OtlpOptions> backends = WeaveProject is not null ? [Weave(environment) with { Hide = hide }]
            : Endpoint is null && configured() is { Count: > 0 } known ? known
            : [Named(environment) with { Hide = hide }];
        return [.. backends.Select(WithAsked)];
    }

    private OtlpOptions WithAsked(OtlpOptions backend) => backend with
    {
        Transport = Transport ?? backend.Transport,
        Vocabulary = Vocabulary ?? backend.Vocabulary,
        Headers = Headers.Count > 0 ? Merged(backend.Headers, Headers) : backend.Headers,
        HeaderVariables = HeaderVariables.Count > 0 ? HeaderVariables : backend.HeaderVariables,
        CaptureContent = backend.CaptureContent || CaptureContent,
        FullRequests = backend.FullRequests || FullRequests,
        TracePer = TracePerSession ? TraceScope.Session : backend.TracePer,
        Metrics = backend.Metrics || Metrics,
    };

    private OtlpOptions Weave(Func<string, string?> environment)
    {
        try
        {
            return WeaveBackend.Options(WeaveProject, environment, path => File.Exists(path) ? File.ReadAllText(path) : null);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <summary>The standard variables count where no endpoint is named; their headers go to their endpoint only.</summary>
    private OtlpOptions Named(Func<string, string?> environment)
    {
        if (Endpoint is { } named)
        {
            return new OtlpOptions
            {
                Endpoint = (Transport == OtlpTransport.Grpc && Uri.TryCreate(named, UriKind.Absolute, out Uri? server) && server.Scheme is ("http" or "https") ? server : OtlpEndpoint.Traces(named))
                    ?? throw new ConfigurationException($"'{UrlText.Masked(named)}' is no endpoint: write it as http://127.0.0.1:4318/v1/traces."),
                Timeout = TimeSpan.FromSeconds(10),
            };
        }

        return OtlpSetup.Standard(environment)
            ?? throw new ConfigurationException("No backend is named: give its endpoint, for example http://127.0.0.1:4318/v1/traces, or configure one in plugins.toml, or set OTEL_EXPORTER_OTLP_ENDPOINT.");
    }

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> below, IReadOnlyDictionary<string, string> above)
    {
        Dictionary<string, string> merged = new(below, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in above)
        {
            merged[name] = value;
        }

        return merged;
    }
}
