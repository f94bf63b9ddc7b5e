// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Architecture.Tests.Rooms;

namespace NemoFlow.Architecture.Tests.Sources;

public sealed class SourceTests
{
    private static readonly IReadOnlyList<(string Path, string Text)> Texts =
        [.. RepositoryFiles.All
            .Select(path => (Path: path, Text: RepositoryFiles.Text(path)))
            .Where(file => file.Text is not null)
            .Select(file => (file.Path, file.Text!))];

    private static readonly IReadOnlyList<(string Path, string Text)> Sources =
        [.. Texts.Where(f => SourceRules.IsSource(f.Path) && !f.Path.Contains("/Fixtures/", StringComparison.Ordinal))];

    [Fact]
    public void Files_OfTheCheckout_AreFound()
    {
        Assert.Contains(Sources, f => f.Path.StartsWith("src/NemoFlow.Core/", StringComparison.Ordinal));
        Assert.Contains(Texts, f => f.Path == "LICENSE");
    }

    [Fact]
    public void Sources_BeginWith_TheirLicence() => Findings.None(Sources.SelectMany(f => SourceRules.Header(f.Path, f.Text)));

    [Fact]
    public void Sources_Length_IsWithinTheLimit() => Findings.None(Sources.SelectMany(f => SourceRules.Length(f.Path, f.Text)));

    [Fact]
    public void Sources_Namespace_IsTheirFolder() => Findings.None(Sources.SelectMany(f => SourceRules.Namespace(f.Path, f.Text)));

    [Fact]
    public void Projections_OfTheExporters_ArePure() =>
        Findings.None(Sources
            .Where(f => RoomMap.ProjectionFolders.Any(p => f.Path.StartsWith($"src/NemoFlow.Exporters/{p}/", StringComparison.Ordinal)))
            .SelectMany(f => SourceRules.ProjectionPurity(f.Path, f.Text)));

    [Fact]
    public void Texts_Hold_NoMachinePathsOrForbiddenWords() => Findings.None(Texts.SelectMany(f => ForbiddenText.In(f.Path, f.Text)));
}
