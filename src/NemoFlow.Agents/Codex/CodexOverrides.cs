// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Codex;

/// <summary>The <c>-c</c> values that lead Codex to the gateway.</summary>
internal static class CodexOverrides
{
    /// <summary>A provider of our own that uses the user's OpenAI login. The token travels by environment, never in arguments.</summary>
    public static IEnumerable<string> Alias(string gatewayUrl)
    {
        TomlLiteral provider = TomlLiteral.Table(
            ("name", "NeMo Flow OpenAI"),
            ("base_url", gatewayUrl),
            ("wire_api", "responses"),
            ("requires_openai_auth", true),
            ("supports_websockets", false),
            ("env_http_headers", TomlLiteral.Table((HookWire.TokenHeader, "NEMO_FLOW_GATEWAY_TOKEN"))));
        return [Choose(CodexProviderChoice.Alias), $"model_providers.{CodexProviderChoice.Alias}={provider.Text}"];
    }

    /// <summary>Chooses a provider.</summary>
    public static string Choose(string id) => "model_provider=" + TomlLiteral.Of(id).Text;

    /// <summary>Changes where a provider of the user's is reached.</summary>
    public static IEnumerable<string> Redirect(string id, string gatewayUrl)
    {
        string table = TomlKey.Format("model_providers", id);
        return [$"{table}.base_url={TomlLiteral.Of(gatewayUrl).Text}", $"{table}.supports_websockets=false"];
    }

    /// <summary>One hook an event, and the trust that lets it run without a review.</summary>
    public static IEnumerable<string> Hooks(IEnumerable<string> events, string command)
    {
        List<string> overrides = [];
        List<(string, TomlLiteral)> trusted = [];
        foreach (string name in events)
        {
            int timeoutSeconds = CodexHookEvents.TimeoutSeconds(name);
            TomlLiteral handler = TomlLiteral.Table(("type", "command"), ("command", command), ("timeout", timeoutSeconds));
            overrides.Add($"hooks.{name}={TomlLiteral.Array(TomlLiteral.Table(("hooks", TomlLiteral.Array(handler)))).Text}");
            trusted.Add((CodexHookTrust.Key(name), TomlLiteral.Table(("trusted_hash", CodexHookTrust.Hash(name, command, timeoutSeconds)))));
        }

        overrides.Add("hooks.state=" + TomlLiteral.Table([.. trusted]).Text);
        return overrides;
    }
}
