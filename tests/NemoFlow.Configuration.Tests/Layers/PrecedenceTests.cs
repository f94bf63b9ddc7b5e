// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Tests.Layers;

public sealed class PrecedenceTests : IDisposable
{
    private readonly LayerFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Load_NothingAnywhere_GivesDefaults()
    {
        EffectiveConfiguration configuration = _folders.Load();

        Assert.Equal("https://api.openai.com/v1", configuration.Text("upstream.openai_base_url"));
        Assert.Null(configuration.TextIfSet("upstream.openai_base_url"));
        Assert.Equal("full", configuration.Text("content.capture"));
        Assert.True(configuration.Flag("observability.atif.enabled"));
        Assert.False(configuration.Flag("observability.openinference.enabled"));
        Assert.Empty(configuration.Warnings);
        Assert.Empty(configuration.Files);
    }

    [Fact]
    public void Load_EveryLayer_TheHigherWinsAndIsNamed()
    {
        const string Key = "session.atif_dir";
        List<string?> sources = [];
        LayerFolders.Write(_folders.System, "config.toml", "[session]\natif_dir = \"/system\"");
        sources.Add(Show());
        LayerFolders.Write(_folders.InProject, "config.toml", "\n[session]\natif_dir = \"project\"");
        sources.Add(Show());
        LayerFolders.Write(_folders.User, "config.toml", "session.atif_dir = \"/user\"");
        sources.Add(Show());
        _folders.Variables["NEMO_FLOW_ATIF_DIR"] = " /env ";
        sources.Add(Show());
        sources.Add(Show(new ConfigurationOption("--atif-dir", Key, "/option")));

        Assert.Equal(
            [
                $"System {Path.Combine(_folders.System, "config.toml")}:2:12 /system",
                $"Project {Path.Combine(_folders.InProject, "config.toml")}:3:12 {Path.Combine(_folders.Project, "project")}",
                $"User {Path.Combine(_folders.User, "config.toml")}:1:20 /user",
                "Environment NEMO_FLOW_ATIF_DIR /env",
                "CommandLine --atif-dir /option",
            ],
            sources);

        string Show(params ConfigurationOption[] options)
        {
            ConfigurationEntry entry = _folders.Load(null, options).Entries().Single(e => e.Key == Key);
            return $"{entry.Layer} {entry.Source} {entry.Value}";
        }
    }

    [Fact]
    public void Load_NamedFile_TakesThePlaceOfAllOthersWithPluginsBesideIt()
    {
        LayerFolders.Write(_folders.User, "config.toml", "[gateway]\nbind = \"127.0.0.1:1\"");
        LayerFolders.Write(_folders.InProject, "config.toml", "[content]\nprompts = \"none\"");
        string folder = Path.Combine(_folders.Project, "elsewhere");
        string file = LayerFolders.Write(folder, "mine.toml", "[upstream]\nopenai_base_url = \"http://127.0.0.1:9/v1\"");
        LayerFolders.Write(folder, "plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.atof.enabled = true");

        EffectiveConfiguration configuration = _folders.Load(file);

        Assert.Null(GatewaySettings.From(configuration).Bind);
        Assert.Null(configuration.TextIfSet("content.prompts"));
        Assert.Equal("http://127.0.0.1:9/v1", GatewaySettings.From(configuration).OpenAIBaseUrl);
        Assert.True(configuration.Flag("observability.atof.enabled"));
    }

    [Fact]
    public void Load_NamedFileIsAFolder_IsToldSo() =>
        Assert.Contains("'.' is a folder", Assert.Throws<ConfigurationException>(() => _folders.Load(".")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_NamedFileMissing_IsToldByItsName() =>
        Assert.Contains("'nowhere.toml' does not exist", Assert.Throws<ConfigurationException>(() => _folders.Load("nowhere.toml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_Components_MergeByKindAndTablesMember()
    {
        LayerFolders.Write(_folders.System, "plugins.toml", """
            version = 1
            [[components]]
            kind = "observability"
            [components.config.atof]
            enabled = true
            output_directory = "/var/log/x"
            mode = "append"
            [components.config.opentelemetry]
            enabled = true
            endpoint = "http://127.0.0.1:4318"
            resource_attributes = { a = "1", b = "2" }
            """);
        LayerFolders.Write(_folders.User, "plugins.toml", """
            [[components]]
            kind = "observability"
            [components.config.atof]
            mode = "overwrite"
            [components.config.opentelemetry]
            resource_attributes = { b = "3" }
            """);

        EffectiveConfiguration configuration = _folders.Load();

        Assert.Equal("/var/log/x overwrite", configuration.Text("observability.atof.output_directory") + " " + configuration.Text("observability.atof.mode"));
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" }, configuration.Words("observability.opentelemetry.resource_attributes"));
    }

    [Fact]
    public void Load_PluginConfigAsJson_LiesAboveTheFiles()
    {
        LayerFolders.Write(_folders.User, "plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.atof = { enabled = true, filename = \"a\" }");
        _folders.Variables["NEMO_FLOW_PLUGIN_CONFIG"] = """{"version":1,"components":[{"kind":"observability","config":{"atof":{"filename":"b"}}}]}""";
        ConfigurationOption option = new("--plugin-config", ConfigurationOption.PluginConfig, """{"components":[{"kind":"observability","config":{"atof":{"filename":"c"}}}]}""");

        Assert.Equal("b", _folders.Load().Text("observability.atof.filename"));
        Assert.Equal("c", _folders.Load(null, option).Text("observability.atof.filename"));
        Assert.True(_folders.Load(null, option).Flag("observability.atof.enabled"));
    }

    [Fact]
    public void Load_PluginsWithinConfig_AreReadAndTwoPlacesAreAnError()
    {
        LayerFolders.Write(_folders.User, "config.toml", """
            [plugins.config]
            version = 1
            [[plugins.config.components]]
            kind = "observability"
            config.atof.enabled = true
            """);
        Assert.True(_folders.Load().Flag("observability.atof.enabled"));

        LayerFolders.Write(_folders.User, "plugins.toml", "version = 1");
        Assert.Contains("two places", Assert.Throws<ConfigurationException>(() => _folders.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ProfilesAndSources_AreThoseOfAllLayersTheHigherFirst()
    {
        LayerFolders.Write(_folders.System, "plugins.toml", Profile("email"));
        LayerFolders.Write(_folders.InProject, "plugins.toml", Profile("jwt"));
        LayerFolders.Write(_folders.User, "plugins.toml", Profile("phone"));

        string shown = _folders.Load().Entries().Single(e => e.Key == "pii_redaction.profiles").Value!;

        Assert.True(shown.IndexOf("phone", StringComparison.Ordinal) < shown.IndexOf("jwt", StringComparison.Ordinal));
        Assert.True(shown.IndexOf("jwt", StringComparison.Ordinal) < shown.IndexOf("email", StringComparison.Ordinal));

        static string Profile(string detector) => $$"""
            [[components]]
            kind = "pii_redaction"
            [[components.config.profiles]]
            builtin = { action = "redact", detector = "{{detector}}" }
            """;
    }

    [Fact]
    public void Load_TrajectoryFolderNamedTwice_TheHigherLayerCounts()
    {
        LayerFolders.Write(_folders.User, "plugins.toml", "[[components]]\nkind = \"observability\"\nconfig.atif.output_directory = \"/exporter\"");
        LayerFolders.Write(_folders.User, "config.toml", "[session]\natif_dir = \"/general\"");
        Assert.Equal("/exporter", GatewaySettings.From(_folders.Load()).AtifFolder);

        _folders.Variables["NEMO_FLOW_ATIF_DIR"] = "/now";
        Assert.Equal("/now", GatewaySettings.From(_folders.Load()).AtifFolder);
    }

    [Fact]
    public void Load_EndpointInTheEnvironment_SwitchesTheExporterOn()
    {
        _folders.Variables["NEMO_FLOW_OPENINFERENCE_ENDPOINT"] = "http://127.0.0.1:6006/v1/traces";
        Assert.True(_folders.Load().Flag("observability.openinference.enabled"));
    }

    [Fact]
    public void Load_SectionOfTheFirstRelease_IsRead()
    {
        LayerFolders.Write(_folders.User, "config.toml", "[agents.claude-code]\ncommand = \"claude --x\"\n[agents.hermes]\nhooks_path = \"/h\"");
        EffectiveConfiguration configuration = _folders.Load();
        Assert.Equal("claude --x", GatewaySettings.From(configuration).Command(AgentKinds.ClaudeCode));
        Assert.Equal("/h", configuration.Text("agents.hermes.hooks_path"));
    }
}
