// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Gateway.Hosting;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets the gateways of this process, and those of the user's other processes.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowGateway")]
[OutputType(typeof(GatewayInfo))]
public sealed class GetGatewayCommand : NemoFlowCommand
{
    private IReadOnlyList<GatewayInfo>? _all;

    /// <summary>Ids, URLs or ports, with wildcards; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.GatewayCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Leaves out gateways of other processes.</summary>
    [Parameter]
    public SwitchParameter Local { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _all ??= ReadAll();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, null);
            return;
        }

        foreach (string wanted in Id ?? ["*"])
        {
            List<GatewayInfo> found = [.. _all.Where(g => GatewayArgument.Names(wanted, g))];
            WriteObject(found, enumerateCollection: true);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(ErrorRecords.GatewayNotFound(wanted));
            }
        }
    }

    private List<GatewayInfo> ReadAll()
    {
        IReadOnlyList<GatewayInfo> local = GatewayHub.Local();
        return Local ? [.. local] : [.. local, .. Wait(() => GatewayHub.OthersAsync(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable), StopToken))];
    }
}
