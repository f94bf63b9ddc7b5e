// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Makes completion results of words.</summary>
internal static class Completions
{
    /// <summary>The words that begin with what was typed, quoted where PowerShell needs it.</summary>
    /// <param name="typed">What was typed, perhaps with an open quote.</param>
    /// <param name="words">The words, each with a tooltip.</param>
    public static IEnumerable<CompletionResult> For(string? typed, IEnumerable<(string Word, string Tooltip)> words)
    {
        string start = (typed ?? "").Trim('\'', '"');
        foreach ((string word, string tooltip) in words)
        {
            if (word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(Quoted(word), word, CompletionResultType.ParameterValue, tooltip);
            }
        }
    }

    private static string Quoted(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/')
        ? word
        : "'" + CodeGeneration.EscapeSingleQuotedStringContent(word) + "'";
}
