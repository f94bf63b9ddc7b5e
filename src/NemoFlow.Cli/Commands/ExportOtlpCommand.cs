// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow export otlp ID --endpoint URL</c>: sends a recorded session, whatever was sent of it before; without an endpoint to those of the configuration.</summary>
internal sealed class ExportOtlpCommand
{
    private readonly Argument<string> _id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest.", CompletionSources = { SessionsCommand.Suggest } };
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

        OtlpChoice choice = new()
        {
            Endpoint = parsed.GetValue(_endpoint),
            WeaveProject = parsed.GetValue(_weave),
            Transport = parsed.GetValue(_protocol) switch { "grpc" => OtlpTransport.Grpc, "http/protobuf" => OtlpTransport.HttpBinary, _ => null },
            Vocabulary = parsed.GetValue(_vocabulary) switch
            {
                "openinference" => SpanVocabulary.OpenInference,
                "both" => SpanVocabulary.Both,
                "gen_ai" => SpanVocabulary.GenAi,
                _ => null,
            },
            HeaderVariables = Variables(parsed.GetValue(_headers) ?? []),
            CaptureContent = parsed.GetValue(_content),
            FullRequests = parsed.GetValue(_full),
            TracePerSession = parsed.GetValue(_session),
            Metrics = parsed.GetValue(_metrics),
        };
        ExporterSet exporters = new() { Otlp = choice.Backends(() => DirectExport.Configured(parsed.GetValue(_config)).Otlp, Environment.GetEnvironmentVariable) };
        return await DirectExport.RunAsync(session, exporters, output, error, cancellation).ConfigureAwait(false);
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
}
