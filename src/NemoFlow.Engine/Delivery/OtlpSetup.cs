// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Engine.Delivery;

/// <summary>OTLP backends from a configuration.</summary>
internal static class OtlpSetup
{
    private const string GenAi = "observability.opentelemetry";
    private const string OpenInference = "observability.openinference";
    private const string Weave = "observability.weave";

    public static IEnumerable<OtlpOptions> Backends(EffectiveConfiguration configuration, Func<string, string?> environment)
    {
        OtlpOptions? genAi = configuration.Flag(GenAi + ".enabled") ? Backend(configuration, GenAi, SpanVocabulary.GenAi, environment) : null;
        OtlpOptions? openInference = configuration.Flag(OpenInference + ".enabled") ? Backend(configuration, OpenInference, SpanVocabulary.OpenInference, environment) : null;
        if (genAi is not null && openInference is not null && genAi.Endpoint == openInference.Endpoint && genAi.Transport == openInference.Transport)
        {
            // One backend cannot keep apart two spans of one id: both vocabularies go onto the same.
            yield return genAi with { Vocabulary = SpanVocabulary.Both, Hide = openInference.Hide, ProjectName = openInference.ProjectName };
        }
        else
        {
            foreach (OtlpOptions? backend in (OtlpOptions?[])[genAi, openInference])
            {
                if (backend is not null)
                {
                    yield return backend;
                }
            }
        }

        if (configuration.Flag(Weave + ".enabled"))
        {
            yield return WeaveOf(configuration, environment);
        }
    }

    /// <summary>What sessions' own endpoints get: the same as the configured exporter would, without its headers.</summary>
    public static Func<Uri, OtlpOptions> OnRequest(EffectiveConfiguration configuration) => endpoint => Common(configuration, OpenInference, new OtlpOptions
    {
        Endpoint = endpoint,
        Vocabulary = SpanVocabulary.OpenInference,
    });

    private static OtlpOptions Backend(EffectiveConfiguration configuration, string key, SpanVocabulary vocabulary, Func<string, string?> environment)
    {
        OtlpTransport transport = configuration.Text(key + ".transport") == "grpc" ? OtlpTransport.Grpc : OtlpTransport.HttpBinary;
        OtlpOptions options = Endpoint(configuration, key, transport, environment);
        return Common(configuration, key, options) with
        {
            Transport = transport,
            Vocabulary = vocabulary,
            Headers = configuration.IsSet(key + ".endpoint") ? configuration.Words(key + ".headers") : options.Headers,
            HeaderVariables = configuration.Words(key + ".header_env"),
            CaptureContent = configuration.Flag(key + ".capture_content"),
            Metrics = configuration.Flag(key + ".metrics"),
        };
    }

    private static OtlpOptions Common(EffectiveConfiguration configuration, string key, OtlpOptions options)
    {
        return options with
        {
            ResourceAttributes = configuration.Words(key + ".resource_attributes"),
            ServiceName = configuration.Text(key + ".service_name") ?? options.ServiceName,
            ServiceNamespace = configuration.TextIfSet(key + ".service_namespace"),
            ServiceVersion = configuration.TextIfSet(key + ".service_version"),
            InstrumentationScope = configuration.Text(key + ".instrumentation_scope") ?? options.InstrumentationScope,
            Timeout = configuration.Whole(key + ".timeout_millis") is { } millis ? TimeSpan.FromMilliseconds(millis) : options.Timeout,
            Compress = configuration.Text(key + ".compression") != "none",
            TracePer = configuration.Text(key + ".trace_per") == "session" ? TraceScope.Session : TraceScope.Turn,
            FullRequests = configuration.Flag(key + ".full_requests"),
            ProjectName = configuration.TextIfSet(key + ".project_name"),
            Hide = Hide(configuration, key),
        };
    }

    private static OtlpOptions Endpoint(EffectiveConfiguration configuration, string key, OtlpTransport transport, Func<string, string?> environment)
    {
        if (configuration.TextIfSet(key + ".endpoint") is { } named)
        {
            Uri? endpoint = transport == OtlpTransport.Grpc && Uri.TryCreate(named, UriKind.Absolute, out Uri? exact) ? exact : OtlpEndpoint.Traces(named);
            return new OtlpOptions { Endpoint = endpoint ?? throw new ConfigurationException($"{configuration.Root.At(key + ".endpoint")?.Source}: {key}.endpoint must be an absolute http or https URL.") };
        }

        return Standard(environment)
            ?? throw new ConfigurationException($"{configuration.Root.At(key + ".enabled")?.Source}: {key}.endpoint is missing, and the exporter is enabled: write endpoint = \"{(transport == OtlpTransport.Grpc ? "http://127.0.0.1:4317" : "http://127.0.0.1:4318/v1/traces")}\".");
    }

    /// <summary>The backend that the standard variables name; null where they name none.</summary>
    /// <exception cref="ConfigurationException">What they name is no address.</exception>
    internal static OtlpOptions? Standard(Func<string, string?> environment)
    {
        try
        {
            return OtlpEnvironment.Read(environment);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    private static OpenInferenceHiding Hide(EffectiveConfiguration configuration, string key)
    {
        return new OpenInferenceHiding
        {
            Inputs = On("inputs"),
            Outputs = On("outputs"),
            InputMessages = On("input_messages") || On("prompts"),
            OutputMessages = On("output_messages") || On("choices"),
            InputImages = On("input_images"),
            InputText = On("input_text"),
            OutputText = On("output_text"),
            InvocationParameters = On("llm_invocation_parameters"),
            Tools = On("llm_tools"),
            Base64ImageMaxLength = (int)(configuration.Whole(key + ".base64_image_max_length") ?? OpenInferenceHiding.DefaultImageLength),
        };

        bool On(string name) => configuration.Flag(key + ".hide_" + name);
    }

    private static OtlpOptions WeaveOf(EffectiveConfiguration configuration, Func<string, string?> environment)
    {
        try
        {
            return WeaveBackend.Options(configuration.TextIfSet(Weave + ".project"), environment, path => File.Exists(path) ? File.ReadAllText(path) : null) with
            {
                CaptureContent = configuration.Flag(Weave + ".capture_content"),
                FullRequests = configuration.Flag(Weave + ".full_requests"),
            };
        }
        catch (FormatException e)
        {
            throw new ConfigurationException($"{configuration.Root.At(Weave + ".project")?.Source ?? configuration.Root.At(Weave + ".enabled")?.Source}: {Weave}: {e.Message}", e);
        }
    }
}
