// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Json;

/// <summary>Lines of a text, by offsets.</summary>
internal static class JsoncLines
{
    /// <summary>The offset of the first character of a line; a byte order mark belongs to no line.</summary>
    public static int Start(string text, int at)
    {
        int start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return start == 0 && text.StartsWith('\uFEFF') && at > 0 ? 1 : start;
    }

    /// <summary>The offset of the first character of the next line, or the end of the text.</summary>
    public static int Next(string text, int at) => text.IndexOf('\n', at) is int feed and >= 0 ? feed + 1 : text.Length;

    /// <summary>The blanks that a line begins with.</summary>
    public static string Indent(string text, int at)
    {
        int start = Start(text, at);
        int end = start;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[start..end];
    }

    /// <summary>Whether nothing but blanks stands before a place on its line.</summary>
    public static bool BeginsLine(string text, int at) => text.AsSpan(Start(text, at)..at).Trim(" \t").IsEmpty;
}
