// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Sessions;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Services;

/// <summary>The recorded sessions of the state folder that the environment names at the moment.</summary>
internal static class Stores
{
    public static StateFolder State => StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);

    public static SessionStore Sessions => new(State);

    public static SessionCatalog Catalog => new(State);

    /// <summary>Costs are reckoned with the prices of the configuration that holds in a folder.</summary>
    /// <exception cref="ConfigurationException">A file of it cannot be read.</exception>
    public static void UseConfiguredPrices(string folder) =>
        ConfigurationService.Load(new ConfigurationRequest { Environment = Environment.GetEnvironmentVariable, WorkingDirectory = folder });
}
