// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Export;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gives sessions as ATIF trajectories: a JSON text each.</summary>
[Cmdlet(VerbsData.ConvertTo, "NemoFlowAtif")]
[OutputType(typeof(string))]
public sealed class ConvertToAtifCommand : SessionByIdCommand
{
    /// <inheritdoc/>
    protected override void Process(Session session)
    {
        if (AtifExport.ToText(session) is { } text)
        {
            WriteObject(text);
        }
        else
        {
            WriteError(ErrorRecords.NoTrajectory(session.Id));
        }
    }
}
