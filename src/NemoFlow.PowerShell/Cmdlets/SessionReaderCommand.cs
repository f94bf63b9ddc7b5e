// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet that does something with each session it is given, as an object or by id. What is wrong with one does not stop the others.</summary>
public abstract class SessionReaderCommand : SessionListCommand
{
    /// <summary>Sessions.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public Session[]? Session { get; set; }

    /// <summary>What the user gave as ids: with wildcards, or the beginning of one.</summary>
    private protected abstract string[]? WantedIds { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Session is null && WantedIds is null)
        {
            ThrowTerminatingError(ErrorRecords.NoSessionGiven(MyInvocation.MyCommand.Name));
        }

        foreach (Session session in Session ?? Named())
        {
            try
            {
                Process(session.Load());
            }
            catch (Exception e) when (e is not PipelineStoppedException)
            {
                WriteProblem(e, session.Id);
            }
        }

        // Bound anew for the next item, as an object or by property.
        Session = null;
    }

    /// <summary>Does what the cmdlet is for.</summary>
    protected abstract void Process(Session session);

    /// <summary>Says what became of a session that was sent: an object for what arrived, an error for what did not.</summary>
    private protected void WriteReports(IEnumerable<DeliveryReport> reports)
    {
        foreach (DeliveryReport report in reports)
        {
            if (report.IsComplete || report.Sent + report.Rejected > 0)
            {
                WriteVerbose($"Sent {report.Sent} of session {report.SessionId} to {report.Address}." + (report.Sent + report.Rejected == 0 ? " Nothing of it is over yet." : ""));
                WriteObject(report);
            }

            if (!report.IsComplete)
            {
                WriteError(ErrorRecords.NotDelivered(report.SessionId, report.Address, report.Problem ?? "it did not say why"));
            }
            else if (report.Rejected > 0)
            {
                WriteWarning($"{report.Address} threw away {report.Rejected} of session {report.SessionId}: {report.Problem ?? "it did not say why"}");
            }
        }
    }

    private IEnumerable<Session> Named()
    {
        foreach (string wanted in WantedIds ?? [])
        {
            if (WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
                foreach (Session session in List().Where(s => pattern.IsMatch(s.Id)))
                {
                    yield return session;
                }
            }
            else if (TryFind(wanted) is { } session)
            {
                yield return session;
            }
        }
    }
}
