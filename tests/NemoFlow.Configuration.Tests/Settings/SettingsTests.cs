// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void FromToml_AllSettings_AreRead()
    {
        GatewaySettings settings = SettingsReader.FromToml("""
            [upstream]
            openai_base_url = "o"
            anthropic_base_url = "a"
            [session]
            atif_dir = "d"
            [gateway]
            bind = "b"
            [agents.codex]
            command = "c"
            [agents.claude-code]
            command = "cc"
            [unknown]
            x = 1
            """, "config.toml");

        Assert.Equal(new GatewaySettings { OpenAIBaseUrl = "o", AnthropicBaseUrl = "a", AtifFolder = "d", Bind = "b", CodexCommand = "c", ClaudeCodeCommand = "cc" }, settings);
    }

    [Theory]
    [InlineData("[upstream]\nopenai_base_url = 5", "config.toml:2:")]
    [InlineData("[exporters.atif]\ndir = \"x\"", "plugins.toml")]
    [InlineData("[observability]", "plugins.toml")]
    [InlineData("a = ", "config.toml")]
    public void FromToml_Mistake_IsToldWithItsPlace(string text, string part) =>
        Assert.Contains(part, Assert.Throws<ConfigurationException>(() => SettingsReader.FromToml(text, "config.toml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Under_HigherLayer_WinsWhereItSpeaks()
    {
        GatewaySettings file = new() { OpenAIBaseUrl = "file", Bind = "file", CodexCommand = "file" };
        GatewaySettings environment = SettingsReader.FromEnvironment(name => name switch { "NEMO_FLOW_OPENAI_BASE_URL" => " env ", "NEMO_FLOW_GATEWAY_BIND" => "  ", _ => null });

        Assert.Equal(new GatewaySettings { OpenAIBaseUrl = "env", Bind = "file", CodexCommand = "file" }, file.Under(environment));
    }

    [Theory]
    [InlineData("codex", "codex")]
    [InlineData("  npx   codex ", "npx|codex")]
    [InlineData("\"C:\\Program Files\\codex.exe\" --x", "C:\\Program Files\\codex.exe|--x")]
    [InlineData("/opt/my\\ dir/codex 'a \"b\" \\' \"c 'd' \\\"e\\\"\"", "/opt/my dir/codex|a \"b\" \\|c 'd' \"e\"")]
    [InlineData("a '' b\"c\"d", "a||bcd")]
    public void Split_Command_GivesItsWords(string text, string words) => Assert.Equal(words.Split('|'), CommandText.Split(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("codex 'open")]
    [InlineData("codex \"open")]
    public void Split_OpenQuoteOrNothing_Throws(string text) => Assert.Throws<ConfigurationException>(() => CommandText.Split(text));
}
