// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Background;

/// <summary>Tells whether a running gateway was started with the settings of today, without keeping what they are.</summary>
public static class SettingsFingerprint
{
    /// <summary>Whatever a gateway takes from its environment: started from here, it would see these.</summary>
    private static readonly string[] Variables =
    [
        .. EnvironmentLayer.Variables.Select(v => v.Variable), EnvironmentLayer.PluginConfig, EnvironmentLayer.CaptureContent,
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "WEAVE_PROJECT",
    ];

    /// <summary>The fingerprint of a gateway's settings, of what its environment sets, and of the configuration files of system and user.</summary>
    public static string Of(GatewayOptions options, GatewaySettings settings, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        StringBuilder text = new();
        text.AppendJoin('\n', options.OpenAIBaseUrl, options.AnthropicBaseUrl, options.Port, settings.AtifFolder);
        foreach (string variable in Variables)
        {
            text.Append('\n').Append(environment(variable));
        }

        foreach (string folder in ((string?[])[ConfigurationFolders.System(environment), ConfigurationFolders.User(environment)]).OfType<string>())
        {
            foreach (string name in (string[])["config.toml", "plugins.toml"])
            {
                string path = Path.Combine(folder, name);
                text.Append('\n').Append(File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "none");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
