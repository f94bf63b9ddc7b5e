// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Content.Redaction;

/// <summary>Finds one kind of data in texts.</summary>
/// <param name="Name">Its name; null for a pattern of the user's.</param>
/// <param name="Pattern">What is looked for; where it has a group <c>secret</c>, only that is meant.</param>
/// <param name="IsReal">Tells matches from what only looks like them.</param>
/// <param name="Mask">How many characters stay at the ends of a match when it is masked.</param>
public sealed record Detector(string? Name, Regex Pattern, Func<string, bool>? IsReal = null, Func<string, (int Prefix, int Suffix)>? Mask = null)
{
    /// <summary>A pattern of the user's. One that needs backtracking is cut off after the given time.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Detector Custom(string pattern, TimeSpan limit)
    {
        try
        {
            return new Detector(null, new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, limit));
        }
        catch (NotSupportedException)
        {
            return new Detector(null, new Regex(pattern, RegexOptions.CultureInvariant, limit));
        }
    }
}
