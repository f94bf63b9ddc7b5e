// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Documents;

public sealed class LinkRulesTests
{
    private const string Other = "# Other page\n\n## What it does, and why\n\n## Twice\n\n## Twice\n";

    private static readonly HashSet<string> Files = ["README.md", "docs/other.md", "docs/adr/0001-a.md"];

    [Theory]
    [InlineData("[a](missing.md)")]
    [InlineData("[a](docs/../../outside.md)")]
    [InlineData("![a](docs/picture.png)")]
    [InlineData("[a](docs/other.md#no-such-heading)")]
    [InlineData("[a](#no-such-heading)")]
    [InlineData("see [a]\n\n[a]: docs/Other.md\n")]
    public void Broken_LinkToNowhere_IsFound(string text) => Assert.Single(Broken(text));

    [Theory]
    [InlineData("[a](docs/other.md) and [b](/docs/other.md \"with a title\")")]
    [InlineData("[a](docs/other.md#what-it-does-and-why) [b](docs/other.md#twice-1)")]
    [InlineData("# Own `code` heading\n\n[a](#own-code-heading)")]
    [InlineData("[a](docs/adr) [b](docs/adr/)")]
    [InlineData("[a](https://example.org/missing.md) [b](mailto:a@example.org)")]
    [InlineData("`[a](missing.md)`\n\n```md\n[a](missing.md)\n```\n")]
    public void Broken_GoodLink_IsNotFound(string text) => Assert.Empty(Broken(text));

    [Fact]
    public void Broken_HeadingInsideCode_IsNoAnchor() => Assert.Single(Broken("```sh\n# comment\n```\n\n[a](#comment)"));

    private static IEnumerable<string> Broken(string text) =>
        LinkRules.Broken("README.md", MarkdownPage.Parse(text), Files, _ => MarkdownPage.Parse(Other));
}
