// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.PowerShell.Completion;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet that gets sessions from the pipeline or by name; its first argument is something else.</summary>
public abstract class SessionInputCommand : SessionReaderCommand
{
    /// <summary>Ids of sessions, with wildcards; the beginning of an id is enough where it is unique.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Id { get; set; }

    private protected override string[]? WantedIds => Id;
}
