// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Spans;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow export otlp ID --endpoint URL</c>: sends a recorded session, whatever was sent of it before.</summary>
internal sealed class ExportOtlpCommand
{
    private readonly Argument<string> _id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest." };
    private readonly Option<string> _endpoint = new("--endpoint") { Description = "Where traces go; default: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT.", HelpName = "URL" };
    private readonly Option<string> _weave = new("--weave") { Description = "Send to W&B Weave instead.", HelpName = "ENTITY/PROJECT" };
    private readonly Option<string> _protocol = new("--protocol") { Description = "http/protobuf or grpc.", DefaultValueFactory = _ => "http/protobuf" };
    private readonly Option<string> _vocabulary = new("--vocabulary") { Description = "gen_ai, openinference or both.", DefaultValueFactory = _ => "gen_ai" };
    private readonly Option<string[]> _headers = new("--header-env") { Description = "A header whose value is in an environment variable.", HelpName = "NAME=VARIABLE" };
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
        foreach (Option option in (Option[])[options._endpoint, options._weave, options._protocol, options._vocabulary, options._headers, options._content, options._full, options._session, options._metrics])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => options.RunAsync(parsed, output, error, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
        if (SessionsCommand.Find(store, parsed.GetValue(_id)!, error) is not { } session)
        {
            return ExitCodes.Failure;
        }

        OtlpOptions options = Options(parsed);
        long sent = 0;
        foreach (DirectOutcome outcome in await DirectDelivery.SendAsync(session, options, Recorder.Version, Environment.GetEnvironmentVariable, TimeProvider.System, cancellation).ConfigureAwait(false))
        {
            if (outcome.Problem is not null)
            {
                await error.WriteLineAsync($"nemo-flow: {outcome.Problem}").ConfigureAwait(false);
            }

            if (!outcome.IsComplete)
            {
                return ExitCodes.Failure;
            }

            sent += outcome.Delivered;
            await output.WriteLineAsync($"sent {outcome.Delivered} {(outcome.Kind == "metrics" ? "measured calls" : "spans")} of {session.Id} to {outcome.Address}").ConfigureAwait(false);
        }

        if (sent == 0)
        {
            await error.WriteLineAsync($"nemo-flow: session {session.Id} has nothing that is over yet.").ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private OtlpOptions Options(ParseResult parsed)
    {
        OtlpOptions options = parsed.GetValue(_weave) is { } project ? Weave(project) : Endpoint(parsed);
        return options with
        {
            Vocabulary = parsed.GetValue(_vocabulary) switch
            {
                "openinference" => SpanVocabulary.OpenInference,
                "both" => SpanVocabulary.Both,
                _ => SpanVocabulary.GenAi,
            },
            HeaderVariables = parsed.GetValue(_headers) is { Length: > 0 } headers ? Variables(headers) : options.HeaderVariables,
            CaptureContent = options.CaptureContent || parsed.GetValue(_content),
            FullRequests = parsed.GetValue(_full),
            TracePer = parsed.GetValue(_session) ? TraceScope.Session : TraceScope.Turn,
            Metrics = parsed.GetValue(_metrics),
            Hide = OpenInferenceHiding.FromEnvironment(Environment.GetEnvironmentVariable),
        };
    }

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
            : throw new ConfigurationException("Name a backend: --endpoint http://127.0.0.1:4318/v1/traces, or set OTEL_EXPORTER_OTLP_ENDPOINT.");
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
