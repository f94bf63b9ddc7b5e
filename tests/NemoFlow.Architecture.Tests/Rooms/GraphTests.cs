// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Tests;

namespace NemoFlow.Architecture.Tests.Rooms;

public sealed class GraphTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<ProjectFile> Found = ProjectFile.ReadAll();

    [Fact]
    public void Rooms_InTheCheckout_AreThoseOnTheMap()
    {
        foreach (Room room in RoomMap.All)
        {
            output.WriteLine($"{room.Name}: {(Found.Any(p => p.Name == room.Name) ? "there" : "not in this checkout")}");
        }

        Findings.None(GraphRules.Presence(RoomMap.All, Found));
    }

    [Fact]
    public void References_BetweenProjects_AreThoseOnTheMap() => Findings.None(GraphRules.References(RoomMap.All, Found));

    [Fact]
    public void Packages_OfARoom_AreThoseOnTheMap() => Findings.None(GraphRules.Packages(RoomMap.All, Found));

    [Fact]
    public void AspNetCore_IsReferenced_ByGatewayAndRehearsalOnly() => Findings.None(GraphRules.AspNetCore(RoomMap.All, Found));

    [Fact]
    public void Graph_OfProjects_HasNoCycle()
    {
        IReadOnlyList<string> cycle = GraphRules.Cycle(Found.ToDictionary(p => p.Name, p => p.Projects));
        Assert.True(cycle.Count == 0, $"The projects reference each other in a circle, {string.Join(" -> ", cycle)}: move what both need into Core.");
    }

    [Fact]
    public void Projects_WithCode_AreInTheSolution()
    {
        string root = RepositoryPaths.Root;
        IEnumerable<string> withCode = RepositoryFiles.All
            .Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(f => RepositoryFiles.All.Any(c => c.EndsWith(".cs", StringComparison.Ordinal)
                && c.StartsWith(f[..(f.LastIndexOf('/') + 1)], StringComparison.Ordinal)));
        Findings.None(GraphRules.NotInSolution(File.ReadAllText(Path.Combine(root, "NemoFlow.sln")), withCode));
    }
}
