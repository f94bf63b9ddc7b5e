// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Content;

/// <summary>Command lines as they may be shown: what looks like a secret is masked. It may mask too much, never the names.</summary>
public static partial class CommandMask
{
    private const string Mask = "***";

    /// <summary>The words with their secrets masked.</summary>
    public static IReadOnlyList<string> Apply(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        List<string> masked = [];
        for (int i = 0; i < words.Count; i++)
        {
            bool isValue = i > 0 && SecretOption().IsMatch(words[i - 1]) && !words[i].StartsWith('-');
            masked.Add(isValue ? Mask : Text(words[i]));
        }

        return masked;
    }

    /// <summary>A text with its secrets masked.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string masked = Assignment().Replace(text, "$1" + Mask);
        masked = Bearer().Replace(masked, "$1" + Mask);
        masked = UserInfo().Replace(masked, "://" + Mask + "@");
        return KnownKey().Replace(masked, Mask);
    }

    [GeneratedRegex("^--?[\\w-]*(api-?key|token|secret|password)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretOption();

    /// <summary>Numbers and booleans are limits and switches, and capitals are the name of a variable.</summary>
    [GeneratedRegex("((?:^|[\\s.,{;])\"?[\\w-]*(?<!env[_-])(?i:api[_-]?key|token|secret|password)\"?\\s*=\\s*)(?!\\d+(?:\\W|$)|true\\b|false\\b|\"?[A-Z][A-Z0-9_]*\"?(?:[\\s,;}]|$))(?:\"[^\"]*\"|'[^']*'|[^\\s,;}]+)", RegexOptions.None)]
    private static partial Regex Assignment();

    [GeneratedRegex("(\\b(?:Bearer|Basic)\\s+)[\\w.~+/=-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex("://[^/\\s@]+@")]
    private static partial Regex UserInfo();

    [GeneratedRegex("\\b(?:sk-|pk-|rk-|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abps]-|AKIA)[A-Za-z0-9][\\w-]{11,}")]
    private static partial Regex KnownKey();
}
