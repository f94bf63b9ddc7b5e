// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Loading;

/// <summary>
/// Importing and removing. Neither comes in pairs: <c>-Force</c> removes and imports again, every runspace imports for itself, and a
/// runspace that closes removes nothing.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => EngineLoader.Initialize();

    /// <summary>Stops what this runspace started; gateways of other runspaces go on.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            RunspaceGateways.StopThoseOf(runspace);
        }
    }
}
