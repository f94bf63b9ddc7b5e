// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Schema;
using NemoFlow.Tests;

namespace NemoFlow.Configuration.Tests.Schema;

public sealed class ConfigurationReferenceTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "configuration.md"));

    [Fact]
    public void Page_EveryKey_IsThereWithItsDefault()
    {
        List<string> missing = [];
        foreach ((string path, SchemaNode node) in ConfigSchema.All.Leaves())
        {
            string name = ConfigSchema.ComponentKinds.Contains(path.Split('.')[0]) ? path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..] : path;
            string[] rows = [.. Page.Split('\n').Where(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal))];
            if (rows.Length == 0 || (node is SchemaScalar { Default: { } standard } && !rows.Any(r => r.Contains($"`{standard}`", StringComparison.Ordinal))))
            {
                missing.Add(path);
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void Page_EveryVariable_IsThere() =>
        Assert.DoesNotContain(EnvironmentLayer.Variables, v => !Page.Contains(v.Variable, StringComparison.Ordinal) && !v.Variable.StartsWith("OPENINFERENCE_HIDE_", StringComparison.Ordinal));
}
