// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Removes what was recorded of sessions. Trajectory files stay.</summary>
[Cmdlet(VerbsCommon.Remove, "NemoFlowSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveSessionCommand : SessionByIdCommand
{
    /// <summary>Removes sessions that are still active as well; what comes of them afterwards is recorded anew or lost.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        if (!Stores.Sessions.Exists(session.Id))
        {
            WriteError(ErrorRecords.SessionNotFound(session.Id));
        }
        else if (session.State == NemoFlow.SessionState.Active && !Force)
        {
            WriteError(ErrorRecords.SessionIsActive(session.Id));
        }
        else if (ShouldProcess(session.Id, "Remove the session's journals"))
        {
            Remove(session.Id);
        }
    }

    private void Remove(string id)
    {
        if (Stores.Sessions.Remove(id))
        {
            WriteVerbose($"Session {id} is removed.");
        }
        else
        {
            WriteError(ErrorRecords.SessionInUse(id));
        }
    }
}
