// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;

namespace NemoFlow.PowerShell.Services;

/// <summary>The exporters of the configuration, for cmdlets that need no gateway.</summary>
internal static class ConfiguredExporters
{
    /// <summary>Reads them.</summary>
    /// <exception cref="Configuration.Settings.ConfigurationException">A file is wrong, or an exporter is not set up rightly.</exception>
    public static ExporterSet Read(string folder, string? file)
    {
        EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest { Environment = Environment.GetEnvironmentVariable, WorkingDirectory = folder, File = file });
        return ExporterSetup.From(configuration, Environment.GetEnvironmentVariable, folder);
    }
}
