// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Codex;
using NemoFlow.Configuration.Toml;
using NemoFlow.Tests;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.Codex;

/// <summary>The files that users copy say what the launcher does.</summary>
public sealed class IntegrationFilesTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "integrations", "codex");

    [Fact]
    public void HooksFile_Events_AreThoseOfTheNewestVersionWithTheirTimeouts()
    {
        JsonElement hooks = JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "hooks.json"))).At("hooks")!.Value;

        Assert.Equal(CodexHookEvents.For(null).Order(), hooks.EnumerateObject().Select(h => h.Name).Order());
        Assert.All(hooks.EnumerateObject(), h =>
        {
            JsonElement handler = h.Value[0].At("hooks")!.Value[0];
            Assert.Equal(CodexHookEvents.TimeoutSeconds(h.Name), handler.LongAt("timeout"));
            Assert.StartsWith("nemo-flow-hook codex", handler.TextAt("command"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ConfigurationFile_Provider_IsTheAliasWithoutWebSockets()
    {
        TomlTable root = TomlDocument.Parse(File.ReadAllText(Path.Combine(Folder, "config.toml"))).Root;

        Assert.Equal(CodexProviderChoice.Alias, root.TryGetString("model_provider"));
        Assert.Equal("responses", root.TryGetString("model_providers", CodexProviderChoice.Alias, "wire_api"));
        Assert.False(root.TryGetBoolean("model_providers", CodexProviderChoice.Alias, "supports_websockets"));
    }
}
