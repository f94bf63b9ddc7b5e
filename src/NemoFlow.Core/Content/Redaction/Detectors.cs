// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Content.Redaction;

/// <summary>What can be looked for by name. All patterns are matched in linear time.</summary>
public static class Detectors
{
    private static readonly Dictionary<string, Func<string, Detector>> ByName = new(StringComparer.Ordinal)
    {
        ["email"] = name => new(name, Linear(@"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}\b"), null, m => (1, m.Length - m.LastIndexOf('@'))),
        ["phone"] = name => new(name, Linear(@"(?:\+\d{1,3}[ .\-]?)?(?:\(\d{2,4}\)[ .\-]?|\b\d{2,4}[ .\-])\d{3,4}[ .\-]?\d{3,4}\b|\+\d{9,14}\b"), null, _ => (0, 4)),
        ["api_key"] = name => new(name, Linear(ApiKey), null, m => (KeyPrefix(m), 4)),
        ["ip_address"] = name => new(name, Linear(@"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b"), null, m => (0, m.Length - m.LastIndexOf('.') - 1)),
        ["ipv6"] = name => new(name, Linear(@"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"), IsIPv6, m => (0, m.Length - m.LastIndexOf(':') - 1)),
        ["url"] = name => new(name, Linear(@"\b[a-z][a-z0-9+.\-]{1,15}://[^\s""'<>\\]+"), null, m => (HostLength(m), 0)),
        ["uuid"] = name => new(name, Linear(@"\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b"), null, _ => (0, 4)),
        ["bearer_token"] = name => new(name, Linear(@"(?i:\bbearer\s+)(?<secret>[A-Za-z0-9._~+/=\-]{8,})"), null, _ => (0, 4)),
        ["jwt"] = name => new(name, Linear(@"\beyJ[A-Za-z0-9_\-]{6,}\.[A-Za-z0-9_\-]{4,}\.[A-Za-z0-9_\-]*"), null, m => (m.IndexOf('.', StringComparison.Ordinal), 4)),
        ["credit_card"] = name => new(name, Linear(@"\b\d(?:[ \-]?\d){12,18}\b"), IsCard, _ => (0, 4)),
        ["aws_access_key_id"] = name => new(name, Linear(@"\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{16}\b"), null, _ => (4, 4)),
        ["aws_secret_access_key"] = name => new(name, Linear(@"(?i:secret_?access_?key)[""'\\ :=>\t]{1,12}(?<secret>[A-Za-z0-9/+=]{40})"), null, _ => (0, 4)),
        ["gcp_api_key"] = name => new(name, Linear(@"\bAIza[A-Za-z0-9_\-]{35}"), null, _ => (4, 4)),
        ["azure_storage_account_key"] = name => new(name, Linear(@"[A-Za-z0-9+/]{86}=="), null, _ => (0, 4)),
    };

    private const string ApiKey =
        @"(?i:\b[a-z0-9_\-]{0,40}(?:api_?\-?key|secret|token|passwd|password|access_?\-?key)[a-z0-9_\-]{0,20})[""'\\]{0,6}\s{0,3}[:=]{1,2}\s{0,3}[""'\\]{0,6}(?<secret>[^\s""'\\,;&<>]{6,512})"
        + @"|\b(?:sk|pk|rk|key|gh[opsur]|xox[abprs]|glpat|nvapi|hf|npm|gsk)[_\-][A-Za-z0-9_\-]{16,512}";

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The detector of a name; null for one that is not known.</summary>
    public static Detector? Find(string name) => ByName.TryGetValue(name, out Func<string, Detector>? make) ? make(name) : null;

    private static Regex Linear(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>Eight groups, or fewer with one gap; a time of day has neither.</summary>
    private static bool IsIPv6(string match)
    {
        int gap = match.IndexOf("::", StringComparison.Ordinal);
        bool oneGap = gap >= 0 && match.IndexOf("::", gap + 1, StringComparison.Ordinal) < 0;
        int groups = match.Split(':', StringSplitOptions.RemoveEmptyEntries).Length;
        bool edges = (!match.StartsWith(':') || gap == 0) && (!match.EndsWith(':') || gap == match.Length - 2);
        return edges && (gap < 0 ? groups == 8 : oneGap && groups is > 0 and < 8);
    }

    private static bool IsCard(string match)
    {
        int sum = 0;
        int count = 0;
        for (int i = match.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(match[i]))
            {
                continue;
            }

            int digit = match[i] - '0';
            int doubled = digit * 2;
            sum += count++ % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0 && match.Any(c => c is not ('0' or ' ' or '-'));
    }

    private static int KeyPrefix(string match) => match.AsSpan(0, Math.Min(match.Length, 12)).LastIndexOfAny('-', '_') + 1;

    private static int HostLength(string match)
    {
        int path = match.IndexOfAny(['/', '?', '#'], match.IndexOf("://", StringComparison.Ordinal) + 3);
        return path < 0 ? match.Length : path;
    }
}
