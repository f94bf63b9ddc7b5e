// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Sessions;
using NemoFlow.PowerShell.Errors;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets recorded sessions, those of running gateways included.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowSession")]
[OutputType(typeof(Session))]
public sealed class GetSessionCommand : NemoFlowCommand
{
    /// <summary>Ids, with wildcards; the beginning of an id is enough where it is unique.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [SupportsWildcards]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
        foreach (string wanted in Id ?? ["*"])
        {
            WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            List<string> ids = [.. store.Ids().Where(pattern.IsMatch)];
            foreach (Session session in ids.Select(store.Find).OfType<Session>())
            {
                WriteObject(session);
            }

            if (ids.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(ErrorRecords.SessionNotFound(wanted));
            }
        }
    }
}
