// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Architecture.Tests.Documents;

/// <summary>The links and the anchors of a Markdown page, as GitHub and GitLab see them.</summary>
internal sealed partial record MarkdownPage(IReadOnlyList<string> Links, IReadOnlySet<string> Anchors)
{
    /// <summary>Reads a page; what stands in code is neither link nor heading.</summary>
    public static MarkdownPage Parse(string text)
    {
        string prose = CodeFence().Replace(text.ReplaceLineEndings("\n"), string.Empty);
        HashSet<string> anchors = new(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(prose))
        {
            AddAnchor(anchors, Slug(heading.Groups[1].Value));
        }

        foreach (Match anchor in HtmlAnchor().Matches(prose))
        {
            anchors.Add(anchor.Groups[1].Value);
        }

        string withoutCode = InlineCode().Replace(prose, string.Empty);
        return new MarkdownPage(
            [.. InlineLink().Matches(withoutCode).Concat(ReferenceLink().Matches(withoutCode)).Select(m => m.Groups[1].Value)],
            anchors);
    }

    // A heading that occurs again gets a number.
    private static void AddAnchor(HashSet<string> anchors, string slug)
    {
        string anchor = slug;
        for (int n = 1; !anchors.Add(anchor); n++)
        {
            anchor = $"{slug}-{n}";
        }
    }

    private static string Slug(string heading)
    {
        string text = LinkText().Replace(heading, "$1").Trim().ToLowerInvariant();
        return string.Concat(text
            .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
            .Select(c => c == ' ' ? '-' : c));
    }

    [GeneratedRegex(@"^ {0,3}(```+|~~~+).*?^ {0,3}\1\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeFence();

    [GeneratedRegex(@"(`+)[^`].*?\1")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""<a\s+(?:id|name)="([^"]+)""")]
    private static partial Regex HtmlAnchor();

    [GeneratedRegex(@"\]\(\s*<?([^)\s>]+)>?(?:\s+""[^""]*"")?\s*\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)", RegexOptions.Multiline)]
    private static partial Regex ReferenceLink();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();
}
