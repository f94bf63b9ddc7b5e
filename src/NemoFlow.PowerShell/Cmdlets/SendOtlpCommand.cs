// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Security;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Sends recorded sessions to an OpenTelemetry backend, whatever was sent of them before; the ids are always the same.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoFlowOtlp", SupportsShouldProcess = true, DefaultParameterSetName = "Endpoint")]
[OutputType(typeof(DeliveryReport))]
public sealed class SendOtlpCommand : SessionInputCommand
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private SessionSender? _sender;
    private int _sent;

    /// <summary>Where traces go; without it the backends of the configuration, else <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = "Endpoint")]
    [Alias("Uri")]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>A project of W&amp;B Weave to send to instead: <c>entity/project</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Weave")]
    [Alias("Weave")]
    [ValidateNotNullOrEmpty]
    public string? WeaveProject { get; set; }

    /// <summary>In whose words spans are told.</summary>
    [Parameter]
    [Alias("Vocabulary")]
    [ValidateSet("GenAi", "OpenInference", "Both")]
    public string? Convention { get; set; }

    /// <summary>How the backend is spoken to.</summary>
    [Parameter]
    [ValidateSet("http", "grpc", "http/protobuf")]
    public string? Protocol { get; set; }

    /// <summary>Headers of every request; a value is a text or a SecureString, and is never shown.</summary>
    [Parameter]
    [Alias("Header")]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>By header name, the environment variable that holds its value.</summary>
    [Parameter]
    [Alias("HeaderEnv")]
    [ValidateNotNull]
    public IDictionary? HeaderVariable { get; set; }

    /// <summary>The token of an <c>Authorization: Bearer</c> header.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>Puts prompts, answers, arguments and results on GenAI spans.</summary>
    [Parameter]
    public SwitchParameter CaptureContent { get; set; }

    /// <summary>Gives every model call the whole history.</summary>
    [Parameter]
    [Alias("FullRequests")]
    public SwitchParameter FullRequest { get; set; }

    /// <summary>Makes a session one trace instead of one for each turn.</summary>
    [Parameter]
    public SwitchParameter TracePerSession { get; set; }

    /// <summary>Sends GenAI metrics as well.</summary>
    [Parameter]
    [Alias("Metrics")]
    public SwitchParameter Metric { get; set; }

    /// <summary>A configuration file to use instead of the user's.</summary>
    [Parameter]
    [Alias("Config")]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            OtlpChoice choice = new()
            {
                Endpoint = Endpoint,
                WeaveProject = WeaveProject,
                Transport = Protocol?.ToLowerInvariant() switch { "grpc" => OtlpTransport.Grpc, null => null, _ => OtlpTransport.HttpBinary },
                Vocabulary = Convention?.ToLowerInvariant() switch
                {
                    "openinference" => SpanVocabulary.OpenInference,
                    "both" => SpanVocabulary.Both,
                    "genai" => SpanVocabulary.GenAi,
                    _ => null,
                },
                Headers = AllHeaders(),
                HeaderVariables = HeaderValues.Read(HeaderVariable, Refuse),
                CaptureContent = CaptureContent,
                FullRequests = FullRequest,
                TracePerSession = TracePerSession,
                Metrics = Metric,
            };
            string? file = ConfigurationPath is null ? null : FileSystemPath(ConfigurationPath);
            string folder = CurrentFolder;
            _sender = new SessionSender(new ExporterSet { Otlp = choice.Backends(() => ConfiguredExporters.Read(folder, file).Otlp, Environment.GetEnvironmentVariable) });
            WriteVerbose($"Sending to {_sender.Places}.");
        }
        catch (ConfigurationException e)
        {
            ThrowTerminatingError(ErrorRecords.Create(
                "BackendInvalid", ErrorCategory.InvalidArgument, Endpoint ?? WeaveProject ?? ConfigurationPath, e.Message, "See: Get-Help Send-NemoFlowOtlp -Examples", e));
        }
    }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        SessionSender sender = _sender!;
        if (!ShouldProcess(sender.Places, $"Send session {session.Id}"))
        {
            return;
        }

        if (_clock.Elapsed > QuietTime)
        {
            WriteProgress(new ProgressRecord(2, "Sending sessions", $"{_sent} sent, now {session.Id} to {sender.Places}"));
        }

        WriteReports(Wait(() => sender.SendAsync(session, StopToken)));
        _sent++;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_clock.Elapsed > QuietTime)
        {
            WriteProgress(new ProgressRecord(2, "Sending sessions", "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sender?.Dispose();
            _sender = null;
        }

        base.Dispose(disposing);
    }

    private Dictionary<string, string> AllHeaders()
    {
        Dictionary<string, string> headers = HeaderValues.Read(Headers, Refuse);
        if (Token is not null)
        {
            headers["Authorization"] = "Bearer " + HeaderValues.Plain(Token);
        }

        return headers;
    }

    private void Refuse(string name, string problem) => ThrowTerminatingError(ErrorRecords.HeaderInvalid(name, problem));
}
