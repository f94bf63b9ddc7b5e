// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Gateway.Background;
using NemoFlow.Gateway.Hosting;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Stops gateways of this process: what is on its way is recorded and the last trajectories are written.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NemoFlowGateway", SupportsShouldProcess = true, DefaultParameterSetName = "Gateway")]
[OutputType(typeof(GatewayInfo))]
public sealed class StopGatewayCommand : NemoFlowCommand
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    /// <summary>The gateways; where none is given, the one this runspace started last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Gateway")]
    [ValidateNotNull]
    public GatewayInfo[]? Gateway { get; set; }

    /// <summary>Ids, URLs or ports of gateways, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Id")]
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
            List<GatewayInfo> found = [.. GatewayHub.Local().Where(g => GatewayArgument.Names(wanted, g))];
            bool isName = !WildcardPattern.ContainsWildcardCharacters(wanted);
            if (found.Count == 0 && isName)
            {
                // A pattern means this process's own; who names another one means that.
                found = [.. Wait(() => GatewayHub.OthersAsync(Stores.State, StopToken)).Where(g => GatewayArgument.Names(wanted, g))];
            }

            all.AddRange(found);
            if (found.Count == 0 && isName)
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
                StopOther(gateway);
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

    /// <summary>The gateway in the background can be asked to stop; another one belongs to whoever started it.</summary>
    private void StopOther(GatewayInfo gateway)
    {
        StateFolder state = gateway.StateDirectory is { } folder ? new StateFolder(folder) : Stores.State;
        if (RegisteredGateway.ReadAll(state).FirstOrDefault(g => g.Id == gateway.Id) is not { } registered)
        {
            WriteError(ErrorRecords.GatewayIsStopped(gateway));
        }
        else if (!registered.IsUserGateway)
        {
            WriteError(ErrorRecords.GatewayOfAnotherProcess(gateway));
        }
        else if (Wait(() => UserGatewayControl.StopAsync(registered, state, StopLimit, TimeProvider.System, StopToken)) is { } problem)
        {
            WriteError(ErrorRecords.GatewayNotStopped(gateway, problem));
        }
        else
        {
            Tell(gateway);
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
