// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Spans;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow export otlp ID --endpoint URL</c>: sends a recorded session, whatever was sent of it before; without an endpoint to those of the configuration.</summary>
internal sealed class ExportOtlpCommand
{
    private readonly Argument<string> _id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest." };
    private readonly Option<string> _endpoint = new("--endpoint") { Description = "Where traces go; default: the backends of the configuration, else OTEL_EXPORTER_OTLP_ENDPOINT.", HelpName = "URL" };
    private readonly Option<string> _weave = new("--weave") { Description = "Send to W&B Weave instead.", HelpName = "ENTITY/PROJECT" };
    private readonly Option<string> _protocol = new("--protocol") { Description = "http/protobuf or grpc; for --endpoint the default is http/protobuf." };
    private readonly Option<string> _vocabulary = new("--vocabulary") { Description = "gen_ai, openinference or both; for --endpoint the default is gen_ai." };
    private readonly Option<string[]> _headers = new("--header-env") { Description = "A header whose value is in an environment variable.", HelpName = "NAME=VARIABLE" };
    private readonly Option<string> _config = new("--config") { Description = "Configuration file to use instead of those of system, project and user.", HelpName = "FILE" };
    private readonly Option<bool> _content = new("--capture-content") { Description = "GenAI spans carry prompts, answers, arguments and results." };
    private readonly Option<bool> _full = new("--full-requests") { Description = "Every model call carries the whole history." };
    private readonly Option<bool> _session = new("--trace-per-session") { Description = "One trace for the session instead of one for each turn." };
    private readonly Option<bool> _metrics = new("--metrics") { Description = "Send GenAI metrics as well." };

    public static Command Create(TextWriter output, TextWriter error)
    {
        ExportOtlpCommand options = new();
        Command command = new("otlp", "Send a session to an OpenTelemetry backend.");
        _ = options._protocol.AcceptOnlyFromAmong("http/protobuf", "grpc");
        _ = options._vocabulary.AcceptOnlyFromAmong("gen_ai", "openinference", "both");
        command.Arguments.Add(options._id);
        foreach (Option option in (Option[])[options._endpoint, options._weave, options._protocol, options._vocabulary, options._headers, options._config, options._content, options._full, options._session, options._metrics])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => options.RunAsync(parsed, output, error, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        SharedOptions.UseConfiguredPrices(error);
        SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
        if (SessionsCommand.Find(store, parsed.GetValue(_id)!, error) is not { } session)
        {
            return ExitCodes.Failure;
        }

        ExporterSet exporters = new() { Otlp = [.. Backends(parsed).Select(b => WithAsked(b, parsed))] };
        return await DirectExport.RunAsync(session, exporters, output, error, cancellation).ConfigureAwait(false);
    }

    /// <summary>The backend that is named, else those of the configuration, else the one of the standard variables.</summary>
    private IReadOnlyList<OtlpOptions> Backends(ParseResult parsed)
    {
        OpenInferenceHiding hide = OpenInferenceHiding.FromEnvironment(Environment.GetEnvironmentVariable);
        if (parsed.GetValue(_weave) is { } project)
        {
            return [Weave(project) with { Hide = hide }];
        }

        return parsed.GetValue(_endpoint) is null && DirectExport.Configured(parsed.GetValue(_config)).Otlp is { Count: > 0 } configured
            ? configured
            : [Endpoint(parsed) with { Hide = hide }];
    }

    /// <summary>What the command line asks for adds to what is configured.</summary>
    private OtlpOptions WithAsked(OtlpOptions backend, ParseResult parsed) => backend with
    {
        Transport = parsed.GetValue(_protocol) switch
        {
            "grpc" => OtlpTransport.Grpc,
            "http/protobuf" => OtlpTransport.HttpBinary,
            _ => backend.Transport,
        },
        Vocabulary = parsed.GetValue(_vocabulary) switch
        {
            "openinference" => SpanVocabulary.OpenInference,
            "both" => SpanVocabulary.Both,
            "gen_ai" => SpanVocabulary.GenAi,
            _ => backend.Vocabulary,
        },
        HeaderVariables = parsed.GetValue(_headers) is { Length: > 0 } headers ? Variables(headers) : backend.HeaderVariables,
        CaptureContent = backend.CaptureContent || parsed.GetValue(_content),
        FullRequests = backend.FullRequests || parsed.GetValue(_full),
        TracePer = parsed.GetValue(_session) ? TraceScope.Session : backend.TracePer,
        Metrics = backend.Metrics || parsed.GetValue(_metrics),
    };

    private static OtlpOptions Weave(string project)
    {
        try
        {
            return WeaveBackend.Options(project, Environment.GetEnvironmentVariable, path => File.Exists(path) ? File.ReadAllText(path) : null);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <summary>The standard variables count where no endpoint is named; their headers go to their endpoint only.</summary>
    private OtlpOptions Endpoint(ParseResult parsed)
    {
        OtlpTransport transport = parsed.GetValue(_protocol) == "grpc" ? OtlpTransport.Grpc : OtlpTransport.HttpBinary;
        if (parsed.GetValue(_endpoint) is { } named)
        {
            return new OtlpOptions { Endpoint = OtlpEndpoint.Traces(named) ?? throw NoEndpoint(named), Transport = transport, Timeout = TimeSpan.FromSeconds(10) };
        }

        return OtlpEnvironment.Read(Environment.GetEnvironmentVariable) is { } found
            ? found with { Transport = transport }
            : throw new ConfigurationException("Name a backend: --endpoint http://127.0.0.1:4318/v1/traces, or configure one in plugins.toml, or set OTEL_EXPORTER_OTLP_ENDPOINT.");
    }

    private static Dictionary<string, string> Variables(string[] headers)
    {
        Dictionary<string, string> variables = new(StringComparer.OrdinalIgnoreCase);
        foreach (string header in headers)
        {
            int equals = header.IndexOf('=', StringComparison.Ordinal);
            variables[equals > 0 ? header[..equals] : throw new ConfigurationException("--header-env takes NAME=VARIABLE, for example authorization=MY_TOKEN: the value itself stays in the environment.")] = header[(equals + 1)..];
        }

        return variables;
    }

    private static ConfigurationException NoEndpoint(string named) =>
        new($"'{NemoFlow.Content.UrlText.Masked(named)}' is no endpoint: write it as http://127.0.0.1:4318/v1/traces.");
}
