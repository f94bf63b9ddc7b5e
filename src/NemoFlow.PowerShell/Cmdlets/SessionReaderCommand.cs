// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Sessions;
using NemoFlow.PowerShell.Errors;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet that does something with each session it is given, as an object or by id. What is wrong with one does not stop the others.</summary>
public abstract class SessionReaderCommand : NemoFlowCommand
{
    /// <summary>Sessions.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public Session[]? Session { get; set; }

    /// <summary>Ids of sessions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Session session in Session ?? [])
        {
            Try(session, session.Id);
        }

        foreach (string id in Session is null ? Id ?? [] : [])
        {
            if (new SessionStore(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable)).Find(id) is { } session)
            {
                Try(session, id);
            }
            else
            {
                WriteError(ErrorRecords.SessionNotFound(id));
            }
        }
    }

    /// <summary>Does what the cmdlet is for.</summary>
    protected abstract void Process(Session session);

    private void Try(Session session, string id)
    {
        try
        {
            Process(session);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, id);
        }
    }
}
