// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Export;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet that writes a file for each session. No file is written twice, and none that exists is replaced unasked.</summary>
public abstract class SessionFileCommand : SessionInputCommand
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private ExportPath? _target;

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
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "LiteralPath")]
    public SwitchParameter Force { get; set; }

    /// <summary>What the names of files end with.</summary>
    private protected abstract string Extension { get; }

    /// <summary>What is written, for the question whether it should be.</summary>
    private protected abstract string Format { get; }

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
            ThrowTerminatingError(ErrorRecords.Create(
                "PathInvalid", ErrorCategory.InvalidArgument, Path ?? LiteralPath, e.Message, $"See: Get-Help {MyInvocation.MyCommand.Name} -Examples", e));
        }
    }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        string file = _target!.For(session, Extension);
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
        else if (ShouldProcess(file, $"Export session {session.Id} as {Format}"))
        {
            Write(session, file);
        }
    }

    /// <summary>Writes the file; null where the session has nothing to write.</summary>
    private protected abstract ExportedFile? ToFile(Session session, string file);

    /// <summary>The error for a session that has nothing to write.</summary>
    private protected abstract ErrorRecord Nothing(string id);

    private void Write(Session session, string file)
    {
        if (ToFile(session, file) is { } exported)
        {
            WriteVerbose($"Session {session.Id} is in {file}.");
            WriteObject(exported);
        }
        else
        {
            WriteError(Nothing(session.Id));
        }
    }
}
