// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>A trajectory file; reading one checks its structure.</summary>
internal sealed class Trajectory
{
    private Trajectory(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    public IReadOnlyList<JsonElement> Steps => [.. Root.ItemsAt("steps")];

    public static Trajectory Read(string path)
    {
        JsonElement root = JsonElement.Parse(File.ReadAllBytes(path));
        Assert.Empty(TrajectoryRules.Problems(root));
        return new Trajectory(root);
    }

    public IEnumerable<string?> Sources => Steps.Select(s => s.TextAt("source"));

    /// <summary>Results of all observations.</summary>
    public IReadOnlyList<JsonElement> Results => [.. Steps.SelectMany(s => s.ItemsAt("observation.results"))];
}
