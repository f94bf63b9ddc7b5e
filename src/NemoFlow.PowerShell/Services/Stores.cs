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

    /// <summary>Takes the configured prices into use; gives why that is impossible, or null. Sessions can be read all the same.</summary>
    public static string? UseConfiguredPrices(string folder)
    {
        try
        {
            ConfigurationService.Load(new ConfigurationRequest { Environment = Environment.GetEnvironmentVariable, WorkingDirectory = folder });
            return null;
        }
        catch (ConfigurationException e)
        {
            return e.Message;
        }
    }

    public static SessionStore Sessions => new(State);

    public static SessionCatalog Catalog => new(State);
}
