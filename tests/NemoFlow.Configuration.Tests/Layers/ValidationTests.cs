// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Tests.Layers;

public sealed class ValidationTests : IDisposable
{
    private readonly LayerFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData("config.toml", "[upstream]\nopenai_base_url = 5", ":2:19: upstream.openai_base_url must be a string.")]
    [InlineData("config.toml", "[upstream]\nopenai_base_url = \"ftp://x\"", ":2:19: upstream.openai_base_url must be an absolute http or https URL.")]
    [InlineData("config.toml", "[journal]\nkeep_days = 0", ":2:13: journal.keep_days must be a whole number from 1 to 36500.")]
    [InlineData("config.toml", "upstream = 1", ":1:12: upstream must be a table.")]
    [InlineData("config.toml", "[content]\nprompts = \"some\"", "must be one of \"full\", \"metadata\", \"none\".")]
    [InlineData("config.toml", "a = ", "config.toml:1:")]
    [InlineData("config.toml", "[exporters.atif]\ndir = \"x\"", "exporters are configured in plugins.toml")]
    [InlineData("config.toml", "[export.openinference]\nendpoint = \"x\"", "exporters are configured in plugins.toml")]
    [InlineData("config.toml", "[observability]", "components are configured in plugins.toml")]
    [InlineData("plugins.toml", "[[components]]\nenabled = true", "a component needs a kind: one of observability, pii_redaction, pricing.")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"pricing\"\n[[components]]\nkind = \"pricing\"", "stands twice")]
    [InlineData("plugins.toml", "components = 1", ":1:14: components must be a list of tables")]
    [InlineData("plugins.toml", "version = 2", "version must be 1.")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.atof.mode = \"add\"", "observability.atof.mode must be one of \"append\", \"overwrite\".")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.atif.filename_template = \"x\"", "must contain {session_id}.")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.version = 4", "observability.version must be a whole number from 1 to 1.")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"pii_redaction\"\nconfig.profilez = []", "pii_redaction.profilez is no known key")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"pii_redaction\"\nconfig.profiles = [{ builtin = { action = \"redact\", pattern = \"(\" } }]", "must be a regular expression")]
    [InlineData("plugins.toml", "[policy]\nunknown_field = \"maybe\"", "policy.unknown_field must be one of")]
    public void Load_Mistake_IsAnErrorWithItsPlaceAndWhatIsAllowed(string file, string text, string part)
    {
        LayerFolders.Write(_folders.User, file, text);
        string message = Assert.Throws<ConfigurationException>(() => _folders.Load()).Message;
        Assert.StartsWith(Path.Combine(_folders.User, file), message, StringComparison.Ordinal);
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.toml", "[upstream]\nopnai_base_url = \"x\"", ":2:18: upstream.opnai_base_url is no known key: known are openai_base_url, anthropic_base_url.")]
    [InlineData("config.toml", "[server]\nx = 1", "the section is called [upstream]")]
    [InlineData("config.toml", "[upstream]\nopenai_auth_header = \"Bearer secret\"", "set OPENAI_API_KEY")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"adaptive\"", "there is no component \"adaptive\"")]
    [InlineData("plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.atof.mod = 1", "observability.atof.mod is no known key: known are enabled, output_directory, filename, mode")]
    public void Load_UnknownKey_IsAWarningUnlessThePolicySaysOtherwise(string file, string text, string part)
    {
        LayerFolders.Write(_folders.User, file, text);
        string warning = Assert.Single(_folders.Load().Warnings);
        Assert.Contains(part, warning, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", warning, StringComparison.Ordinal);

        string plugins = file == "plugins.toml" ? text : "";
        LayerFolders.Write(_folders.User, "plugins.toml", "policy = { unknown_field = \"ignore\", unknown_component = \"ignore\" }\n" + plugins);
        Assert.Empty(_folders.Load().Warnings);

        LayerFolders.Write(_folders.User, "plugins.toml", "policy = { unknown_field = \"error\", unknown_component = \"error\" }\n" + plugins);
        Assert.Contains(part, Assert.Throws<ConfigurationException>(() => _folders.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnsupportedValueThatPolicyOnlyWarnsOf_IsLeftOut()
    {
        LayerFolders.Write(_folders.User, "plugins.toml", "policy.unsupported_value = \"warn\"\n[[components]]\nkind = \"observability\"\nconfig.atof = { mode = \"add\", enabled = true }");
        EffectiveConfiguration configuration = _folders.Load();
        Assert.Single(configuration.Warnings);
        Assert.Equal("append", configuration.Text("observability.atof.mode"));
        Assert.True(configuration.Flag("observability.atof.enabled"));
    }

    [Theory]
    [InlineData("--plugin-config", ConfigurationOption.PluginConfig, "{x", "--plugin-config is not valid JSON (line 1")]
    [InlineData("--plugin-config", ConfigurationOption.PluginConfig, "[]", "--plugin-config must be a JSON object")]
    [InlineData("--session-metadata", "session.metadata", "1", "--session-metadata must be a JSON object")]
    [InlineData("--openai-base-url", "upstream.openai_base_url", "nowhere", "--openai-base-url: upstream.openai_base_url must be an absolute")]
    public void Load_BadOption_IsToldByItsName(string option, string key, string value, string part) =>
        Assert.Contains(part, Assert.Throws<ConfigurationException>(() => _folders.Load(null, new ConfigurationOption(option, key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Entries_Secrets_AreMasked()
    {
        LayerFolders.Write(_folders.User, "config.toml", "[upstream]\nopenai_base_url = \"https://me:s3cret@api.example/v1?key=s3cret\"");
        LayerFolders.Write(_folders.User, "plugins.toml", """
            [[components]]
            kind = "observability"
            [components.config.opentelemetry]
            endpoint = "https://me:s3cret@otel.example/?t=s3cret"
            headers = { authorization = "Bearer s3cret" }
            [[components.config.atif.storage]]
            type = "http"
            url = "https://me:s3cret@store.example"
            headers = { x-key = "s3cret" }
            """);

        IReadOnlyList<ConfigurationEntry> entries = _folders.Load().Entries(all: true);

        Assert.DoesNotContain(entries, e => e.Value?.Contains("s3cret", StringComparison.Ordinal) == true);
        Assert.Equal("""{"authorization":"***"}""", entries.Single(e => e.Key == "observability.opentelemetry.headers").Value);
        Assert.Equal("https://***@api.example/v1?***", entries.Single(e => e.Key == "upstream.openai_base_url").Value);
    }

    [Theory]
    [InlineData("0", "metadata")]
    [InlineData("false", "metadata")]
    [InlineData("off", "metadata")]
    [InlineData("1", "full")]
    [InlineData("", "full")]
    public void Load_ContentSwitch_LowersAndNeverRaises(string value, string capture)
    {
        LayerFolders.Write(_folders.User, "config.toml", "[content]\nreasoning = \"none\"\noutput = \"full\"");
        _folders.Variables["NEMO_FLOW_CAPTURE_CONTENT"] = value;
        EffectiveConfiguration configuration = _folders.Load();
        Assert.Equal(capture, configuration.Text("content.capture"));
        Assert.Equal(capture, configuration.Text("content.output"));
        Assert.Equal("none", configuration.Text("content.reasoning"));
    }
}
