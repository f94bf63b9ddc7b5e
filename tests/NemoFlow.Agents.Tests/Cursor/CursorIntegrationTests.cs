// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Cursor;
using NemoFlow.Tests;

namespace NemoFlow.Agents.Tests.Cursor;

/// <summary>The file that users copy has the events of the catalog, and nothing else.</summary>
public sealed class CursorIntegrationTests
{
    [Fact]
    public void HooksFile_AgainstTheCatalog_IsTheSame()
    {
        IEnumerable<string> events = CursorHookEvents.All.Select(e => $$"""    "{{e}}": [{ "command": "nemo-flow-hook cursor --installed", "timeout": {{CursorHookEvents.TimeoutSeconds}} }]""");
        string expected = $$"""
            {
              "version": {{CursorHookEvents.FileVersion}},
              "hooks": {
            {{string.Join(",\n", events)}}
              }
            }

            """;

        Assert.Equal(expected.ReplaceLineEndings("\n"), File.ReadAllText(Path.Combine(RepositoryPaths.Root, "integrations", "cursor", "hooks.json")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void HooksFile_ForARun_HasTheSameEvents()
    {
        byte[] installed = File.ReadAllBytes(Path.Combine(RepositoryPaths.Root, "integrations", "cursor", "hooks.json"));

        string both = Encoding.UTF8.GetString(CursorHooksFile.Merge(installed, "hook cursor --in-run", "f"));

        Assert.Equal(CursorHookEvents.All.Count, both.Split("--installed").Length - 1);
        Assert.Equal(CursorHookEvents.All.Count, both.Split("--in-run").Length - 1);
    }
}
