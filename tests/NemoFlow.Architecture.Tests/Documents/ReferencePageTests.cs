// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Architecture.Tests.Documents;

/// <summary>What the sources name for users to see stands in the reference page for it.</summary>
public sealed partial class ReferencePageTests
{
    [Fact]
    public void Configuration_EveryVariable_IsThere() => Findings.None(
        In("src/", Variable()).Where(v => !Page("docs/configuration.md").Contains($"`{v}`", StringComparison.Ordinal)).Select(v => $"docs/configuration.md does not name {v}"));

    [Fact]
    public void Gateway_EveryHeader_IsThere()
    {
        string page = Page("docs/gateway.md");
        Findings.None(In("src/", Header()).Where(h => !page.Contains($"`{h}`", StringComparison.Ordinal) && !page.Contains($"`{h["x-nemo-flow".Length..]}`", StringComparison.Ordinal))
            .Select(h => $"docs/gateway.md does not name {h}"));
    }

    [Fact]
    public void Gateway_EveryErrorOfItsOwn_IsThere() => Findings.None(
        In("src/NemoFlow.Gateway/", ErrorReply()).Where(c => !Page("docs/gateway.md").Contains($"`{c}`", StringComparison.Ordinal)).Select(c => $"docs/gateway.md does not name {c}"));

    [Fact]
    public void Install_EveryCheckOfTheDoctor_IsThere() => Findings.None(
        In("src/NemoFlow.Engine/Setup/", Check()).Concat(In("src/NemoFlow.Gateway/Setup/", Check()))
            .Where(c => !Page("docs/install.md").Contains($"`{c}`", StringComparison.Ordinal)).Select(c => $"docs/install.md does not name {c}"));

    private static string Page(string path) => RepositoryFiles.Text(path)!;

    private static HashSet<string> In(string folder, Regex name)
    {
        HashSet<string> found = [.. RepositoryFiles.All.Where(f => f.StartsWith(folder, StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(f => name.Matches(RepositoryFiles.Text(f)!).Select(m => m.Groups["name"].Value))];
        Assert.NotEmpty(found);
        return found;
    }

    [GeneratedRegex("\"(?<name>NEMO_FLOW_[A-Z_]+)\"")]
    private static partial Regex Variable();

    [GeneratedRegex("\"(?<name>x-nemo-flow-[a-z-]*[a-z])\"")]
    private static partial Regex Header();

    [GeneratedRegex("ReplyAsync\\([^;]*?Status\\d+\\w+, \"(?<name>[a-z_]+)\"")]
    private static partial Regex ErrorReply();

    [GeneratedRegex("(?:Passed|Failed|Skipped|Check)\\((?:report, )?\"(?<name>[a-z]+(?:\\.[a-z]+)*)\"")]
    private static partial Regex Check();
}
