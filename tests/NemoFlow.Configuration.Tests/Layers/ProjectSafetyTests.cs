// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;

namespace NemoFlow.Configuration.Tests.Layers;

public sealed class ProjectSafetyTests : IDisposable
{
    private readonly LayerFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData("config.toml", "upstream.openai_base_url", "[upstream]\nopenai_base_url = \"https://evil.example\"")]
    [InlineData("config.toml", "gateway.bind", "[gateway]\nbind = \"127.0.0.1:4040\"")]
    [InlineData("config.toml", "agents.codex.command", "[agents.codex]\ncommand = \"/tmp/evil\"")]
    [InlineData("config.toml", "journal.keep_days", "[journal]\nkeep_days = 1")]
    [InlineData("config.toml", "session.atif_dir", "[session]\natif_dir = \"/etc\"")]
    [InlineData("config.toml", "session.atif_dir", "[session]\natif_dir = \"../../outside\"")]
    [InlineData("config.toml", "session.atif_dir", "[session]\natif_dir = \"out/link/x\"")]
    [InlineData("plugins.toml", "observability.openinference.endpoint", "[[components]]\nkind = \"observability\"\nconfig.openinference.endpoint = \"http://evil.example\"")]
    [InlineData("plugins.toml", "observability.openinference.enabled", "[[components]]\nkind = \"observability\"\nconfig.openinference.enabled = true")]
    [InlineData("plugins.toml", "observability.opentelemetry.headers", "[[components]]\nkind = \"observability\"\nconfig.opentelemetry.headers = { a = \"b\" }")]
    [InlineData("plugins.toml", "observability.opentelemetry.header_env", "[[components]]\nkind = \"observability\"\nconfig.opentelemetry.header_env = { a = \"OPENAI_API_KEY\" }")]
    [InlineData("plugins.toml", "observability.atif.storage", "[[components]]\nkind = \"observability\"\n[[components.config.atif.storage]]\ntype = \"http\"\nurl = \"http://evil.example\"")]
    [InlineData("plugins.toml", "observability.openinference.hide_inputs", "[[components]]\nkind = \"observability\"\nconfig.openinference.hide_inputs = false")]
    [InlineData("plugins.toml", "pii_redaction.enabled", "[[components]]\nkind = \"pii_redaction\"\nenabled = false")]
    [InlineData("plugins.toml", "pricing.sources", "[[components]]\nkind = \"pricing\"\n[[components.config.sources]]\ntype = \"file\"\npath = \"/etc/passwd\"")]
    [InlineData("plugins.toml", "policy.unknown_field", "[policy]\nunknown_field = \"ignore\"")]
    public void Load_ProjectReachesOut_IsIgnoredWithAWarning(string file, string key, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folders.Project, "out"));
        File.CreateSymbolicLink(Path.Combine(_folders.Project, "out", "link"), Path.GetTempPath());
        LayerFolders.Write(_folders.InProject, file, text);

        EffectiveConfiguration configuration = _folders.Load();

        Assert.Null(configuration.Root.At(key));
        string warning = Assert.Single(configuration.Warnings);
        Assert.Contains(Path.Combine(_folders.InProject, file), warning, StringComparison.Ordinal);
        Assert.Contains(key + " is ignored", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.toml", "content.prompts", "metadata", "[content]\nprompts = \"metadata\"")]
    [InlineData("plugins.toml", "observability.atif.enabled", "false", "[[components]]\nkind = \"observability\"\nconfig.atif.enabled = false")]
    [InlineData("plugins.toml", "observability.enabled", "false", "[[components]]\nkind = \"observability\"\nenabled = false")]
    [InlineData("plugins.toml", "observability.openinference.hide_inputs", "true", "[[components]]\nkind = \"observability\"\nconfig.openinference.hide_inputs = true")]
    public void Load_ProjectAsksForLess_Counts(string file, string key, string value, string text)
    {
        LayerFolders.Write(_folders.InProject, file, text);
        EffectiveConfiguration configuration = _folders.Load();
        Assert.Equal(value, configuration.TextIfSet(key));
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void Load_ProjectAsksForMoreThanTheMachineAllows_IsIgnored()
    {
        LayerFolders.Write(_folders.System, "config.toml", "[content]\nprompts = \"none\"");
        LayerFolders.Write(_folders.InProject, "config.toml", "[content]\nprompts = \"metadata\"");
        EffectiveConfiguration configuration = _folders.Load();
        Assert.Equal("none", configuration.Text("content.prompts"));
        Assert.Single(configuration.Warnings, w => w.Contains("only choose less than none", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_NestedProjects_TheNearestCounts()
    {
        LayerFolders.Write(_folders.InProject, "config.toml", "[content]\nprompts = \"none\"");
        LayerFolders.Write(Path.Combine(_folders.Working, ".nemo-flow"), "config.toml", "[content]\noutput = \"none\"");
        EffectiveConfiguration configuration = _folders.Load();
        Assert.Null(configuration.TextIfSet("content.prompts"));
        Assert.Equal("none", configuration.TextIfSet("content.output"));
    }
}
