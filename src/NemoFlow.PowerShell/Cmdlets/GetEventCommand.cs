// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets the recorded events of sessions, in the order in which they count.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowEvent")]
[OutputType(typeof(SessionEvent))]
public sealed class GetEventCommand : SessionByIdCommand
{
    /// <summary>Kinds of events, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventKindCompleter))]
    public string[]? Kind { get; set; }

    /// <summary>Who saw them.</summary>
    [Parameter]
    public EventSource[]? Source { get; set; }

    /// <summary>Events that happened then or later.</summary>
    [Parameter]
    public DateTime? After { get; set; }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        EventFilter filter = new(Kind, Source, null, After);
        foreach (SessionEvent e in Stores.Sessions.Events(session.Id))
        {
            if (filter.Matches(e))
            {
                WriteObject(e);
            }
        }
    }
}
