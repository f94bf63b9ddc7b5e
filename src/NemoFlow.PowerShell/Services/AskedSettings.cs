// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;

namespace NemoFlow.PowerShell.Services;

/// <summary>Settings that users give as parameters and that only the configuration itself has a place for.</summary>
internal static class AskedSettings
{
    /// <summary>Those that were given.</summary>
    public static IReadOnlyList<ConfigurationOption> Of(string? openInferenceEndpoint, string? pluginConfig)
    {
        List<ConfigurationOption> asked = [];
        if (openInferenceEndpoint is not null)
        {
            asked.Add(new ConfigurationOption("-OpenInferenceEndpoint", "observability.openinference.endpoint", openInferenceEndpoint));
        }

        if (pluginConfig is not null)
        {
            asked.Add(new ConfigurationOption("-PluginConfig", ConfigurationOption.PluginConfig, pluginConfig));
        }

        return asked;
    }
}
