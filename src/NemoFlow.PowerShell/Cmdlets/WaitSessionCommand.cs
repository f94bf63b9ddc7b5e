// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Sessions;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;
using NemoFlow.Rendering;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Waits until sessions have ended, or have ended their turn. Ctrl+C ends the wait and nothing else.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NemoFlowSession")]
[OutputType(typeof(Session))]
public sealed class WaitSessionCommand : SessionByIdCommand
{
    /// <summary>Not in its own type: that would need the types of the pipeline before the module can say where to find them.</summary>
    private object? _until;

    /// <summary>What to wait for.</summary>
    [Parameter(Position = 1)]
    public SessionMilestone Until
    {
        get => _until is SessionMilestone until ? until : default;
        set => _until = value;
    }

    /// <summary>How long to wait for each session, in seconds; without it for ever.</summary>
    [Parameter]
    [Alias("TimeoutSec", "TimeoutSeconds")]
    [ValidateRange(0, int.MaxValue)]
    public int? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        StateFolder state = Stores.State;
        TimeSpan? limit = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Func<Session, bool> condition = Until == SessionMilestone.Ended ? HasEnded : HasEndedItsTurn;
        ProgressRecord progress = new(1, $"Waiting for session {session.Id}", "…");
        Session? reached = Wait(() => SessionWaiter.WaitAsync(state, session.Id, condition, limit, Tell, TimeProvider.System, StopToken));
        progress.RecordType = ProgressRecordType.Completed;
        WriteProgress(progress);
        if (reached is not null)
        {
            WriteObject(reached);
        }
        else
        {
            WriteError(ErrorRecords.WaitTimedOut(session.Id, Timeout!.Value));
        }

        void Tell(Session changed) => Post(() =>
        {
            progress.StatusDescription = SessionLine.Summary(changed);
            WriteProgress(progress);
        });
    }

    private static bool HasEnded(Session session) => session.State != NemoFlow.SessionState.Active;

    private static bool HasEndedItsTurn(Session session) => HasEnded(session) || (session.Turns.Count > 0 && session.Turns[^1].Status != CallStatus.Open);
}
