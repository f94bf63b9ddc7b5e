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

    /// <summary>
    /// For a line of a Windows batch file: a percent sign begins a variable there even in quotes, and a backslash before the closing
    /// quote would take it along.
    /// </summary>
    public static string Batch(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (IsPlain(word.Replace("\\", "/", StringComparison.Ordinal)) && !word.AsSpan().ContainsAny("=,"))
        {
            return word;
        }

        string text = word.Replace("%", "%%", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal);
        return "\"" + text + new string('\\', text.Length - text.TrimEnd('\\').Length) + "\"";
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
