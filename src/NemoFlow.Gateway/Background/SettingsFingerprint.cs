// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Background;

/// <summary>Tells whether a running gateway was started with the settings of today, without keeping what they are.</summary>
public static class SettingsFingerprint
{
    /// <summary>The fingerprint of a gateway's settings and of the user's configuration files.</summary>
    public static string Of(GatewayOptions options, GatewaySettings settings, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        StringBuilder text = new();
        text.AppendJoin('\n', options.OpenAIBaseUrl, options.AnthropicBaseUrl, options.Port, settings.AtifFolder);
        if (ConfigurationFolders.User(environment) is { } folder)
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
