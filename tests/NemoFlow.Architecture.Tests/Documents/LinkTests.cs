// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Documents;

public sealed class LinkTests
{
    [Fact]
    public void Links_OfAllPages_LeadSomewhere()
    {
        HashSet<string> files = [.. RepositoryFiles.All];
        Dictionary<string, MarkdownPage> pages = RepositoryFiles.All
            .Where(f => f.EndsWith(".md", StringComparison.Ordinal) && !f.Contains("/Fixtures/", StringComparison.Ordinal))
            .ToDictionary(f => f, f => MarkdownPage.Parse(RepositoryFiles.Text(f) ?? string.Empty), StringComparer.Ordinal);
        Assert.Contains("README.md", pages.Keys);
        Findings.None(pages.SelectMany(p => LinkRules.Broken(p.Key, p.Value, files, f => pages[f])));
    }
}
