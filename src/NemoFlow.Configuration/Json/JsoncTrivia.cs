// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Json;

/// <summary>White space and comments.</summary>
internal static class JsoncTrivia
{
    /// <summary>The offset of the first character that is neither; that of an open comment's beginning where one is not closed.</summary>
    public static int Skip(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\n')
            {
                at++;
            }
            else if (SkipComment(text, at) is int end && end > at)
            {
                at = end;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>The offset after blanks and comments that stay on the line: of its line break where nothing else follows there.</summary>
    public static int SkipOnLine(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t')
            {
                at++;
            }
            else if (SkipComment(text, at) is int end && end > at && !text.AsSpan(at..end).Contains('\n'))
            {
                at = end;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>Whether a line ends here.</summary>
    public static bool IsLineEnd(string text, int at) =>
        at == text.Length || text[at] == '\n' || (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n');

    /// <summary>Whether there is nothing but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text) => text.Trim(" \t\r\n").IsEmpty;

    private static int SkipComment(string text, int at)
    {
        if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            return end > at && text[end - 1] == '\r' ? end - 1 : end;
        }

        if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
        {
            int end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
            return end < 0 ? at : end + 2;
        }

        return at;
    }
}
