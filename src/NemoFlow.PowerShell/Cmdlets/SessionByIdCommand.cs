// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.PowerShell.Completion;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet whose first argument is a session.</summary>
public abstract class SessionByIdCommand : SessionReaderCommand
{
    /// <summary>Ids of sessions, with wildcards; the beginning of an id is enough where it is unique.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Id { get; set; }

    private protected override string[]? WantedIds => Id;
}
