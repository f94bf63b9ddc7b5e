// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Export;
using NemoFlow.Exporters;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Writes sessions as ATOF events, a file of JSON lines each, or sends them to where the configuration says.</summary>
[Cmdlet(VerbsData.Export, "NemoFlowAtof", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(ExportedFile), typeof(DeliveryReport))]
public sealed class ExportAtofCommand : SessionFileCommand
{
    private SessionSender? _sender;

    /// <summary>Gives every model request the whole history.</summary>
    [Parameter]
    [Alias("FullPayloads")]
    public SwitchParameter FullPayload { get; set; }

    /// <summary>Writes to the files and servers that are configured for ATOF instead.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Send")]
    public SwitchParameter Send { get; set; }

    /// <summary>A configuration file to use instead of the user's.</summary>
    [Parameter(ParameterSetName = "Send")]
    [Alias("Config")]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    private protected override string Extension => AtofExport.Extension;

    private protected override string Format => "ATOF events";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!Send)
        {
            return;
        }

        try
        {
            ExporterSet configured = ConfiguredExporters.Read(CurrentFolder, ConfigurationPath is null ? null : FileSystemPath(ConfigurationPath));
            if (configured.AtofFiles.Count + configured.AtofStreams.Count == 0)
            {
                ThrowTerminatingError(ErrorRecords.NoAtofTarget());
            }

            _sender = new SessionSender(new ExporterSet
            {
                AtofFiles = [.. configured.AtofFiles.Select(f => f with { FullPayloads = f.FullPayloads || FullPayload })],
                AtofStreams = [.. configured.AtofStreams.Select(s => s with { FullPayloads = s.FullPayloads || FullPayload })],
            });
        }
        catch (Configuration.Settings.ConfigurationException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, ConfigurationPath));
        }
    }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (_sender is not { } sender)
        {
            base.Process(session);
        }
        else if (ShouldProcess(sender.Places, $"Send the events of session {session.Id}"))
        {
            WriteReports(Wait(() => sender.SendAsync(session, StopToken)));
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

    private protected override ExportedFile? ToFile(Session session, string file) => AtofExport.ToFile(session, file, FullPayload);

    private protected override ErrorRecord Nothing(string id) => ErrorRecords.NoEvent(id);
}
