// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Schema;

namespace NemoFlow.Configuration.Layers;

/// <summary>Settings in environment variables.</summary>
public static class EnvironmentLayer
{
    /// <summary>Switches content off everywhere, whatever files say.</summary>
    public const string CaptureContent = "NEMO_FLOW_CAPTURE_CONTENT";

    /// <summary>A whole plugins document, as JSON.</summary>
    public const string PluginConfig = "NEMO_FLOW_PLUGIN_CONFIG";

    private static readonly (string Variable, string Key)[] TextVariables =
    [
        ("NEMO_FLOW_OPENAI_BASE_URL", "upstream.openai_base_url"),
        ("NEMO_FLOW_ANTHROPIC_BASE_URL", "upstream.anthropic_base_url"),
        ("NEMO_FLOW_GATEWAY_BIND", "gateway.bind"),
        ("NEMO_FLOW_ATIF_DIR", "session.atif_dir"),
        ("NEMO_FLOW_OPENINFERENCE_ENDPOINT", OpenInferenceEndpoint),
    ];

    private const string OpenInferenceEndpoint = "observability.openinference.endpoint";

    /// <summary>Variables and the keys they set.</summary>
    public static IEnumerable<(string Variable, string Key)> Variables =>
    [
        .. TextVariables,
        .. ObservabilitySchema.HideSwitches.Select(s => ("OPENINFERENCE_" + s, "observability.openinference." + s.ToLowerInvariant())),
        ("OPENINFERENCE_BASE64_IMAGE_MAX_LENGTH", "observability.openinference.base64_image_max_length"),
    ];

    /// <summary>True where the variable says no; anything but a clear yes does.</summary>
    public static bool SwitchesContentOff(string? value) =>
        value?.Trim() is { Length: > 0 } text && !(text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase)
            || text.Equals("yes", StringComparison.OrdinalIgnoreCase) || text.Equals("on", StringComparison.OrdinalIgnoreCase) || text.Equals("full", StringComparison.OrdinalIgnoreCase));

    internal static ConfigTable Read(Func<string, string?> environment)
    {
        ConfigTable table = new(new ConfigSource(ConfigurationLayer.Environment, "environment"));
        foreach ((string variable, string key) in Variables)
        {
            if (environment(variable)?.Trim() is { Length: > 0 } text)
            {
                ConfigSource source = new(ConfigurationLayer.Environment, variable);
                table.Set(key, new ConfigScalar(OptionValue.Parse(text, key), source));
                EnableWhatWasNamed(table, key, source);
            }
        }

        return table;
    }

    /// <summary>Whoever names an endpoint for one run wants it used.</summary>
    internal static void EnableWhatWasNamed(ConfigTable table, string key, ConfigSource source)
    {
        if (key == OpenInferenceEndpoint)
        {
            table.Set("observability.openinference.enabled", new ConfigScalar(true, source));
        }
    }
}
