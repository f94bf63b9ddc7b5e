// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Agents;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Running;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Runs;

/// <summary>What a run takes from the configuration and the machine where its caller does not say.</summary>
public static class RunChoices
{
    /// <summary>What starts an agent: the configured command, else its executable, else the other name that it goes by.</summary>
    public static IReadOnlyList<string> Command(string agent, GatewaySettings settings, Func<string, string?> environment, string folder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Command(agent) is { } configured ? CommandText.Split(configured) : [Executable(agent, environment, folder)];
    }

    /// <summary>The name of an agent's executable: the usual one, unless only the other is there.</summary>
    public static string Executable(string agent, Func<string, string?> environment, string folder)
    {
        bool Found(string program) => ExecutableFinder.Find(program, environment, folder) is not null;

        return AgentLaunchers.Find(agent) is not { } launcher ? agent
            : launcher.Alternative is { } other && !Found(launcher.Executable) && Found(other) ? other
            : launcher.Executable;
    }

    /// <summary>
    /// The configured address, unless a gateway of ours has it already: a run brings one of its own, and its agent is told where that is.
    /// Null takes a free port.
    /// </summary>
    /// <exception cref="ConfigurationException">The address is no loopback address.</exception>
    public static IPEndPoint? Endpoint(GatewaySettings settings, StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Bind is { } bind && GatewaySetup.Endpoint(bind) is { } endpoint && RegisteredGateway.ReadAll(state).All(g => g.Port != endpoint.Port) ? endpoint : null;
    }
}
