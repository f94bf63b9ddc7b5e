// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Documents;

/// <summary>The rule on links between pages. Links to other sites are not followed: a test must not depend on them.</summary>
internal static class LinkRules
{
    /// <summary>Links of a page that lead nowhere.</summary>
    /// <param name="path">The page, from the root of the repository.</param>
    /// <param name="page">Its links and anchors.</param>
    /// <param name="files">All files of the repository, from its root.</param>
    /// <param name="find">Gives another page of the repository.</param>
    public static IEnumerable<string> Broken(string path, MarkdownPage page, IReadOnlySet<string> files, Func<string, MarkdownPage> find)
    {
        foreach (string link in page.Links.Where(l => !IsElsewhere(l)))
        {
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? path : Resolve(path, Uri.UnescapeDataString(parts[0].Split('?')[0]));
            bool isFolder = files.Any(f => target.Length == 0 || f.StartsWith(target.TrimEnd('/') + "/", StringComparison.Ordinal));
            if (!files.Contains(target) && !isFolder)
            {
                yield return $"{path} links to {link}, and there is no {target}: correct the link or add the file.";
            }
            else if (parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal)
                && !(target == path ? page : find(target)).Anchors.Contains(parts[1]))
            {
                yield return $"{path} links to {link}, and {target} has no such heading: correct the part after #.";
            }
        }
    }

    private static bool IsElsewhere(string link) =>
        link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    private static string Resolve(string page, string link)
    {
        List<string> parts = link.StartsWith('/') ? [] : [.. page.Split('/')[..^1]];
        foreach (string part in link.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != "."))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
