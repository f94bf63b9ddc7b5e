// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.PowerShell.Completion;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets recorded sessions, the latest first, those of running gateways included.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowSession")]
[OutputType(typeof(Session))]
public sealed class GetSessionCommand : SessionListCommand
{
    /// <summary>Not in its own type: that would need the types of the pipeline before the module can say where to find them.</summary>
    private object? _state;

    private int _given;

    /// <summary>Ids, with wildcards; the beginning of an id is enough where it is unique.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Agents, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string[]? Agent { get; set; }

    /// <summary>Where the session stands.</summary>
    [Parameter]
    public SessionState? State
    {
        get => (SessionState?)_state;
        set => _state = value;
    }

    /// <summary>Sessions that began then or later.</summary>
    [Parameter]
    public DateTime? After { get; set; }

    /// <summary>Sessions that began before then.</summary>
    [Parameter]
    public DateTime? Before { get; set; }

    /// <summary>Models, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Model { get; set; }

    /// <summary>Folders in which the agent worked, with wildcards.</summary>
    [Parameter]
    [Alias("Folder")]
    [SupportsWildcards]
    public string[]? WorkingDirectory { get; set; }

    /// <summary>No more than the latest so many.</summary>
    [Parameter]
    [Alias("First")]
    [ValidateRange(1, int.MaxValue)]
    public int Newest { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string wanted in Id ?? ["*"])
        {
            foreach (Session session in Find(wanted))
            {
                if (_given < Newest && Matches(session))
                {
                    _given++;
                    WriteObject(session);
                }
            }
        }
    }

    private IEnumerable<Session> Find(string wanted)
    {
        if (WildcardPattern.ContainsWildcardCharacters(wanted))
        {
            WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            return List().Where(s => pattern.IsMatch(s.Id));
        }

        if (TryFind(wanted) is { } session)
        {
            return [session];
        }

        return [];
    }

    private bool Matches(Session session) =>
        Any(Agent, session.Agent) && Any(Model, session.Model) && AnyFolder(session.WorkingDirectory)
        && (State is null || session.State == State)
        && (After is null || session.StartedAt >= After.Value.ToUniversalTime())
        && (Before is null || session.StartedAt < Before.Value.ToUniversalTime());

    private static bool Any(string[]? patterns, string? value) =>
        patterns is null || (value is not null && Array.Exists(patterns, p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase).IsMatch(value)));

    /// <summary>A relative folder is meant from where the user is.</summary>
    private bool AnyFolder(string? folder) => WorkingDirectory is null || (folder is not null && Array.Exists(
        WorkingDirectory,
        p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase).IsMatch(folder)
            || (!WildcardPattern.ContainsWildcardCharacters(p) && FileSystemPath(p).TrimEnd(Path.DirectorySeparatorChar) == folder)));
}
