// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.PowerShell.Services;

/// <summary>
/// Gateways belong to the process; which of them a runspace started, and which it means when it names none, belongs to the runspace.
/// </summary>
internal static class RunspaceGateways
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private static readonly ConditionalWeakTable<Runspace, List<string>> Started = [];
    private static int _watchesExit;

    /// <summary>Remembers a gateway; the latest is the runspace's default.</summary>
    public static void Add(GatewayInfo gateway)
    {
        if (Interlocked.Exchange(ref _watchesExit, 1) == 0)
        {
            // What is on its way is written and the gateway's note removed when the process ends in good order.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => GatewayHub.StopAll(StopLimit);
        }

        if (Runspace.DefaultRunspace is { } runspace)
        {
            List<string> ids = Started.GetOrCreateValue(runspace);
            lock (ids)
            {
                ids.Add(gateway.Id);
            }
        }
    }

    /// <summary>The gateway that is meant when none is named: this runspace's latest, else the process's latest; null where none runs.</summary>
    public static GatewayInfo? Default()
    {
        IReadOnlyList<GatewayInfo> running = GatewayHub.Local();
        if (Runspace.DefaultRunspace is { } runspace && Started.TryGetValue(runspace, out List<string>? ids))
        {
            lock (ids)
            {
                for (int i = ids.Count - 1; i >= 0; i--)
                {
                    if (running.FirstOrDefault(g => g.Id == ids[i]) is { } own)
                    {
                        return own;
                    }
                }
            }
        }

        return running.Count > 0 ? running[^1] : null;
    }

    /// <summary>Stops what a runspace started.</summary>
    public static void StopThoseOf(Runspace runspace)
    {
        if (!Started.TryGetValue(runspace, out List<string>? ids))
        {
            return;
        }

        string[] own;
        lock (ids)
        {
            own = [.. ids];
            ids.Clear();
        }

        Task.WhenAll(own.Select(GatewayHub.StopAsync)).Wait(StopLimit);
    }
}
