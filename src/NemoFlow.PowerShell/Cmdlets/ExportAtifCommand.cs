// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Export;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Writes sessions as ATIF trajectories, a file each.</summary>
[Cmdlet(VerbsData.Export, "NemoFlowAtif", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(ExportedFile))]
public sealed class ExportAtifCommand : SessionFileCommand
{
    private protected override string Extension => AtifExport.Extension;

    private protected override string Format => "a trajectory";

    private protected override ExportedFile? ToFile(Session session, string file) => AtifExport.ToFile(session, file);

    private protected override ErrorRecord Nothing(string id) => ErrorRecords.NoTrajectory(id);
}
