// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Architecture.Tests.Sources;

/// <summary>
/// What the repository must not say: paths of the machine somebody works on, and how a change came to be written. The patterns are put
/// together from pieces, so that this file does not hold what it looks for.
/// </summary>
internal static class ForbiddenText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly (Regex Pattern, string Remedy)[] Everywhere =
    [
        (new("/wor" + @"k/(?:main|shared|steering|wt-\w+|\.library|\.mirror)\b", Options), "name the file from the root of the repository"),
        (new("/tm" + @"p/(?:rules\.md|build\.lock|bash_jobs)", Options), "leave it out: it exists on one machine"),
        (new("before-" + "stop|this " + @"registry\b|seed " + @"system\b", Options), "say it so that a stranger understands it"),
        (new(@"\b(?:design|habits|anchors|relay-(?:behaviour|features|lessons))" + @"\.m" + @"d\b", Options), "link to a page in docs, or say it here"),
        (new("co-authored" + "-by:|generated (?:with|by) " + @"(?:\[?claude|codex|chatgpt|copilot)|noreply@" + "anthropic", Options), "leave out how it was written"),
    ];

    // Payloads captured from agents are kept as they were, in the home that the capture used. A path below the root agent of Codex
    // looks like a home too, but has no hidden folders.
    private static readonly (Regex Pattern, string Remedy) Home =
        (new(@"(?<![\w.])/ro" + @"ot/\.\w|[A-Z]:\\Use" + @"rs\\(?!(?:you|user|me|dev|alice|bob)\\|\W)", RegexOptions.CultureInvariant), "use a made-up home such as /home/user");

    private static readonly Regex ResolvedFrom = new("\"resolved\":\\s*\"https?://([^/\"]+)", Options);

    /// <summary>Findings in one file.</summary>
    public static IEnumerable<string> In(string path, string text)
    {
        bool isFixture = path.Contains("/Fixtures/", StringComparison.Ordinal);
        foreach ((Regex pattern, string remedy) in isFixture ? Everywhere : [.. Everywhere, Home])
        {
            foreach (Match match in pattern.Matches(text))
            {
                int line = text.AsSpan(0, match.Index).Count('\n') + 1;
                yield return $"{path}:{line} says `{match.Value}`: {remedy}.";
            }
        }

        // A lock file of npm writes down where packages came from, and with it somebody's mirror.
        if (path.EndsWith("package-lock.json", StringComparison.Ordinal))
        {
            foreach (string host in ResolvedFrom.Matches(text).Select(m => m.Groups[1].Value).Distinct().Where(h => h != "registry.npmjs.org"))
            {
                yield return $"{path} resolves packages from {host}: write it again with `npm install --registry https://registry.npmjs.org`.";
            }
        }
    }
}
