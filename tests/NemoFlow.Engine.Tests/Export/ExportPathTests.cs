// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Export;

namespace NemoFlow.Engine.Tests.Export;

public sealed class ExportPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "s-1.atif.json")]
    [InlineData("new", "new/s-1.atif.json")]
    [InlineData("new/", "new/s-1.atif.json")]
    [InlineData("out.json", "out.json")]
    [InlineData("{agent}/{model}/{id}.json", "codex/gpt-5.5/s-1.json")]
    [InlineData("{date}/{time}", null)]
    public void For_Path_IsTheFileOfTheSession(string path, string? expected)
    {
        string file = ExportPath.Parse(Path.Combine(_folder, path), literal: false).For(Sample, ".atif.json");

        string local = Sample.StartedAt.ToLocalTime().ToString("yyyy-MM-dd/HHmmss", System.Globalization.CultureInfo.InvariantCulture) + "/s-1.atif.json";
        Assert.Equal(Path.Combine(_folder, (expected ?? local).Replace('/', Path.DirectorySeparatorChar)), Path.GetFullPath(file));
    }

    [Fact]
    public void For_LiteralPath_KeepsItsBraces() =>
        Assert.EndsWith("{id}.json", ExportPath.Parse(Path.Combine(_folder, "{id}.json"), literal: true).For(Sample, ".atif.json"), StringComparison.Ordinal);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void For_ValuesOfTheSession_StayWithinTheFolder(string value)
    {
        Session odd = Sample with { Id = value, Agent = value, Model = value };

        string file = ExportPath.Parse(Path.Combine(_folder, "{agent}", "{model}", "{id}.json"), literal: false).For(odd, ".atif.json");

        Assert.StartsWith(_folder + Path.DirectorySeparatorChar, Path.GetFullPath(file), StringComparison.Ordinal);
        Assert.Equal(3, Path.GetRelativePath(_folder, file).Split(Path.DirectorySeparatorChar).Length);
    }

    [Fact]
    public void Parse_UnknownPlaceholder_SaysWhichThereAre()
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => ExportPath.Parse("/x/{name}.json", literal: false));
        Assert.Contains("{id}, {agent}, {model}, {date} or {time}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.json", true)]
    [InlineData("out", false)]
    [InlineData("{id}.json", false)]
    public void IsSingleFile_Path_TellsWhetherSessionsWouldMeet(string path, bool expected) =>
        Assert.Equal(expected, ExportPath.Parse(Path.Combine(_folder, path), literal: false).IsSingleFile);

    private static Session Sample { get; } = new()
    {
        Id = "s-1",
        Agent = AgentKinds.Codex,
        Model = "gpt-5.5",
        State = SessionState.Ended,
        StartedAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
        LastEventAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
    };
}
