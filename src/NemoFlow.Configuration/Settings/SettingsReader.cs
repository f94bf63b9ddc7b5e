// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Settings;

/// <summary>Reads settings from one layer: a <c>config.toml</c>, or the environment.</summary>
public static class SettingsReader
{
    private static readonly string[] MovedSections = ["exporters", "observability", "export"];

    /// <summary>Reads a <c>config.toml</c>.</summary>
    /// <exception cref="ConfigurationException">The text is not TOML, or a value is of the wrong kind.</exception>
    public static GatewaySettings FromToml(string text, string fileName)
    {
        TomlTable root;
        try
        {
            root = TomlDocument.Parse(text, null, fileName).Root;
        }
        catch (TomlException e)
        {
            throw new ConfigurationException(e.Message, e);
        }

        foreach (string moved in MovedSections)
        {
            if (root.TryGetValue(moved, out _))
            {
                throw new ConfigurationException($"{fileName}: [{moved}] does not belong here: exporters are configured in plugins.toml.");
            }
        }

        return new GatewaySettings
        {
            OpenAIBaseUrl = Text(root, fileName, "upstream", "openai_base_url"),
            AnthropicBaseUrl = Text(root, fileName, "upstream", "anthropic_base_url"),
            AtifFolder = Text(root, fileName, "session", "atif_dir"),
            Bind = Text(root, fileName, "gateway", "bind"),
            CodexCommand = Text(root, fileName, "agents", "codex", "command"),
            ClaudeCodeCommand = Text(root, fileName, "agents", "claude-code", "command"),
            KeepDays = Number(root, fileName, "journal", "keep_days"),
            KeepMegabytes = Number(root, fileName, "journal", "keep_megabytes"),
        };
    }

    /// <summary>Reads the environment.</summary>
    public static GatewaySettings FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new GatewaySettings
        {
            OpenAIBaseUrl = Value(environment, "NEMO_FLOW_OPENAI_BASE_URL"),
            AnthropicBaseUrl = Value(environment, "NEMO_FLOW_ANTHROPIC_BASE_URL"),
            AtifFolder = Value(environment, "NEMO_FLOW_ATIF_DIR"),
            OpenInferenceEndpoint = Value(environment, "NEMO_FLOW_OPENINFERENCE_ENDPOINT"),
            Bind = Value(environment, "NEMO_FLOW_GATEWAY_BIND"),
        };
    }

    private static string? Value(Func<string, string?> environment, string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static string? Text(TomlTable root, string fileName, params string[] path)
    {
        if (root.TryGet(path) is not { } value)
        {
            return null;
        }

        return value is TomlScalar { Value: string text }
            ? text
            : throw new ConfigurationException($"{fileName}:{value.Line}:{value.Column}: {string.Join('.', path)} must be a string.");
    }

    private static long? Number(TomlTable root, string fileName, params string[] path)
    {
        if (root.TryGet(path) is not { } value)
        {
            return null;
        }

        return value is TomlScalar { Value: long and > 0 and long number }
            ? number
            : throw new ConfigurationException($"{fileName}:{value.Line}:{value.Column}: {string.Join('.', path)} must be a whole number above 0.");
    }
}
