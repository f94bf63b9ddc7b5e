// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Tests;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.ClaudeCode;

/// <summary>The plugin that users install says what the launcher does.</summary>
public sealed class ClaudePluginTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "integrations", "claude-code");

    public static TheoryData<string> Files => [.. ClaudePlugin.Files.Keys];

    /// <summary>With <c>NEMO_FLOW_WRITE_INTEGRATIONS=1</c> the files are written anew instead.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void File_OfThePlugin_IsWhatTheCatalogueGives(string path)
    {
        string file = Path.Combine(Folder, path);
        if (Environment.GetEnvironmentVariable("NEMO_FLOW_WRITE_INTEGRATIONS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, ClaudePlugin.Files[path]);
        }

        Assert.True(
            ClaudePlugin.Files[path] == File.ReadAllText(file).ReplaceLineEndings("\n"),
            $"{path} is not what the catalogue of events gives: run these tests with NEMO_FLOW_WRITE_INTEGRATIONS=1 to write it anew.");
    }

    [Fact]
    public void Hooks_OfThePlugin_AreThoseOfTheNewestVersion()
    {
        JsonElement hooks = JsonElement.Parse(ClaudePlugin.Files["hooks/hooks.json"]).At("hooks")!.Value;

        Assert.Equal(ClaudeHookEvents.For(null).Select(e => e.Name), hooks.EnumerateObject().Select(h => h.Name));
        Assert.All(hooks.EnumerateObject(), h =>
        {
            JsonElement handler = h.Value[0].At("hooks")!.Value[0];
            bool posted = h.Name is not ("SessionStart" or "Setup");
            Assert.Equal((posted ? "http" : "command", posted ? "$NEMO_FLOW_RUN" : null), (handler.TextAt("type"), handler.At("headers")?.TextAt("x-nemo-flow-run")));
        });
    }
}
