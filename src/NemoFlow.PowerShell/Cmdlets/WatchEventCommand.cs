// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Sessions;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gives events as they are recorded, by any process of this user, until Ctrl+C.</summary>
[Cmdlet(VerbsCommon.Watch, "NemoFlowEvent")]
[OutputType(typeof(SessionEvent))]
public sealed class WatchEventCommand : NemoFlowCommand
{
    private readonly HashSet<string> _sessions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sessions, by id with wildcards; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Kinds of events, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventKindCompleter))]
    public string[]? Kind { get; set; }

    /// <summary>Who saw them.</summary>
    [Parameter]
    public EventSource[]? Source { get; set; }

    /// <summary>Agents, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string[]? Agent { get; set; }

    /// <summary>Begins with what is recorded already.</summary>
    [Parameter]
    public SwitchParameter IncludeExisting { get; set; }

    /// <summary>Ends after so many seconds; without it only with Ctrl+C.</summary>
    [Parameter]
    [Alias("TimeoutSec", "TimeoutSeconds")]
    [ValidateRange(0, int.MaxValue)]
    public int? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _sessions.UnionWith(Id ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        EventFilter filter = new(Kind, Source, Agent, null);
        WildcardPattern[] sessions = [.. _sessions.Select(id => WildcardPattern.Get(id, WildcardOptions.IgnoreCase))];
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (Timeout is { } seconds)
        {
            end.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        foreach (SessionEvent e in new EventTail(Stores.State, TimeProvider.System).ReadAsync(IncludeExisting, end.Token).ToBlockingEnumerable(CancellationToken.None))
        {
            if (filter.Matches(e) && (sessions.Length == 0 || Array.Exists(sessions, s => s.IsMatch(e.SessionId))))
            {
                WriteObject(e);
            }
        }
    }
}
