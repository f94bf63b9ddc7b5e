// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>Quotes a word for the shell in which an agent runs its hooks.</summary>
public static class ShellQuote
{
    /// <summary>For a POSIX shell.</summary>
    public static string Posix(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return IsPlain(word) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>For PowerShell, which Codex uses on Windows: a quoted word is called with an ampersand.</summary>
    public static string PowerShell(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return IsPlain(word.Replace("\\", "/", StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    /// <summary>Joins words to a command line for the platform's hook shell.</summary>
    public static string Command(IEnumerable<string> words, bool windows)
    {
        ArgumentNullException.ThrowIfNull(words);
        string line = string.Join(' ', words.Select(w => windows ? PowerShell(w) : Posix(w)));
        return windows && line.StartsWith('\'') ? "& " + line : line;
    }

    private static bool IsPlain(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,".Contains(c, StringComparison.Ordinal));
}
