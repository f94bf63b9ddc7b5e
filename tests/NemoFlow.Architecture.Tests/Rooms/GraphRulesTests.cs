// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Rooms;

public sealed class GraphRulesTests
{
    private static readonly IReadOnlyList<Room> Map = [new("Low", [], []), new("High", ["Low"], ["Parser"])];

    [Fact]
    public void Presence_UnknownAndMissingRoom_FindsBoth()
    {
        string[] findings = [.. GraphRules.Presence(Map, [Project("High", "Low"), Project("Attic")])];
        Assert.Collection(
            findings,
            f => Assert.StartsWith("Attic is not on the map", f, StringComparison.Ordinal),
            f => Assert.StartsWith("Low is on the map but not under src", f, StringComparison.Ordinal));
    }

    [Fact]
    public void Presence_OptionalRoomMissing_FindsNothing() =>
        Assert.Empty(GraphRules.Presence([new("Guest", [], [], Optional: true)], []));

    [Fact]
    public void References_ExtraAndMissingEdge_FindsBoth()
    {
        string[] findings = [.. GraphRules.References(Map, [Project("Low", "High"), Project("High")])];
        Assert.Collection(
            findings,
            f => Assert.StartsWith("Low references High", f, StringComparison.Ordinal),
            f => Assert.StartsWith("High no longer references Low", f, StringComparison.Ordinal));
    }

    [Fact]
    public void Packages_NotOnTheMap_AreFound()
    {
        ProjectFile project = ProjectFile.Parse(
            "Low", """<Project><ItemGroup><PackageReference Include="Parser" /></ItemGroup></Project>""");
        Assert.Single(GraphRules.Packages(Map, [project]), f => f.StartsWith("Low references the package Parser", StringComparison.Ordinal));
    }

    [Fact]
    public void AspNetCore_ReferencedByAnotherRoom_IsFound()
    {
        ProjectFile project = ProjectFile.Parse(
            "Low", """<Project><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>""");
        Assert.Single(GraphRules.AspNetCore(Map, [project]));
    }

    [Fact]
    public void Cycle_OfThree_IsGivenInOrder()
    {
        Dictionary<string, IReadOnlyList<string>> graph = new()
        {
            ["Entry"] = ["A"],
            ["A"] = ["Leaf", "B"],
            ["B"] = ["C"],
            ["C"] = ["A"],
            ["Leaf"] = [],
        };
        Assert.Equal(["A", "B", "C", "A"], GraphRules.Cycle(graph));
    }

    [Fact]
    public void Cycle_Diamond_IsNone() =>
        Assert.Empty(GraphRules.Cycle(new Dictionary<string, IReadOnlyList<string>>
        {
            ["Top"] = ["Left", "Right"],
            ["Left"] = ["Bottom"],
            ["Right"] = ["Bottom"],
            ["Bottom"] = [],
        }));

    [Fact]
    public void NotInSolution_ForgottenProject_IsFound()
    {
        const string Solution = """Project("{0}") = "Low", "src\Low\Low.csproj", "{1}" """;
        Assert.Single(
            GraphRules.NotInSolution(Solution, ["src/Low/Low.csproj", "tests/Low.Tests/Low.Tests.csproj"]),
            f => f.StartsWith("tests/Low.Tests/Low.Tests.csproj is not in", StringComparison.Ordinal));
    }

    private static ProjectFile Project(string name, params string[] references) => new(name, references, [], []);
}
