// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Export;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Writes sessions as ATIF trajectories, a file each.</summary>
[Cmdlet(VerbsData.Export, "NemoFlowAtif", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(ExportedFile))]
public sealed class ExportAtifCommand : SessionReaderCommand
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private ExportPath? _target;

    /// <summary>Ids of sessions, with wildcards; the beginning of an id is enough where it is unique.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Id { get; set; }

    /// <summary>A file, a folder, or a template with placeholders such as <c>{id}</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>A file or a folder whose name is taken as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string[]? WantedIds => Id;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _target = ExportPath.Parse(FileSystemPath(LiteralPath ?? Path ?? "."), LiteralPath is not null);
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorRecords.Create("PathInvalid", ErrorCategory.InvalidArgument, Path ?? LiteralPath, e.Message, "See: Get-Help Export-NemoFlowAtif -Examples", e));
        }
    }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        string file = _target!.For(session, AtifExport.Extension);
        if (Directory.Exists(file))
        {
            WriteError(ErrorRecords.FolderInsteadOfFile(file));
        }
        else if (!_written.Add(file))
        {
            WriteError(ErrorRecords.FileOfAnotherSession(file, session.Id));
        }
        else if (File.Exists(file) && !Force)
        {
            WriteError(ErrorRecords.FileExists(file));
        }
        else if (ShouldProcess(file, $"Export session {session.Id} as a trajectory"))
        {
            Write(session, file);
        }
    }

    private void Write(Session session, string file)
    {
        if (AtifExport.ToFile(session, file) is { } exported)
        {
            WriteVerbose($"Session {session.Id} is in {file}.");
            WriteObject(exported);
        }
        else
        {
            WriteError(ErrorRecords.NoTrajectory(session.Id));
        }
    }
}
