// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Gateway.Hosting;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Stops gateways of this process: what is on its way is recorded and the last trajectories are written.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NemoFlowGateway", SupportsShouldProcess = true, DefaultParameterSetName = "Gateway")]
[OutputType(typeof(GatewayInfo))]
public sealed class StopGatewayCommand : NemoFlowCommand
{
    /// <summary>The gateways; where none is given, the one this runspace started last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Gateway")]
    [ValidateNotNull]
    public GatewayInfo[]? Gateway { get; set; }

    /// <summary>Ids or URLs of gateways, with wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.GatewayCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Gives the stopped gateways with their last counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IEnumerable<GatewayInfo> gateways = ParameterSetName == "Id" ? Named() : Gateway ?? Default();
        foreach (GatewayInfo gateway in gateways)
        {
            if (ShouldProcess(gateway.Url, "Stop the gateway"))
            {
                Stop(gateway);
            }
        }
    }

    private static GatewayInfo[] Default() => RunspaceGateways.Default() is { } gateway ? [gateway] : [];

    private List<GatewayInfo> Named()
    {
        List<GatewayInfo> all = [];
        foreach (string wanted in Id!)
        {
            WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            List<GatewayInfo> found = [.. GatewayHub.Local().Where(g => pattern.IsMatch(g.Id) || pattern.IsMatch(g.Url))];
            all.AddRange(found);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(ErrorRecords.GatewayNotFound(wanted));
            }
        }

        return all;
    }

    private void Stop(GatewayInfo gateway)
    {
        try
        {
            if (!gateway.IsLocal)
            {
                WriteError(ErrorRecords.GatewayOfAnotherProcess(gateway));
            }
            else if (!Wait(() => GatewayHub.StopAsync(gateway.Id)))
            {
                WriteError(ErrorRecords.GatewayIsStopped(gateway));
            }
            else
            {
                Tell(gateway);
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, gateway);
        }
    }

    private void Tell(GatewayInfo gateway)
    {
        WriteVerbose($"The gateway at {gateway.Url} is stopped; it recorded {gateway.EventsRecorded} events.");
        if (gateway.EventsLost > 0)
        {
            WriteWarning($"The gateway at {gateway.Url} lost {gateway.EventsLost} events: {gateway.LastProblem}");
        }

        if (PassThru)
        {
            WriteObject(gateway);
        }
    }
}
