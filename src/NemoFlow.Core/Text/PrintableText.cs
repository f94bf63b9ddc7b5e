// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Text;

/// <summary>Texts of models, tools and users as a terminal may show them: what they say must not steer it.</summary>
public static class PrintableText
{
    /// <summary>In one line, with single spaces, and no sign that a terminal would act on.</summary>
    public static string Line(string? text) => Safe(string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>
    /// The text with a visible sign in place of each control character, of those that turn the direction of writing round, and of halves of
    /// characters.
    /// </summary>
    public static string Safe(string? text)
    {
        if (text is null || !NeedsCare(text))
        {
            return text ?? "";
        }

        StringBuilder safe = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            safe.Append(rune.Value switch
            {
                < ' ' => ((char)(0x2400 + rune.Value)).ToString(),
                0x7F => "\u2421",
                _ => IsSteering(rune) ? "\uFFFD" : rune.ToString(),
            });
        }

        return safe.ToString();
    }

    /// <summary>At most so many UTF-16 units, the last of them an ellipsis where something was cut; characters stay whole.</summary>
    public static string Cut(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= length)
        {
            return text;
        }

        int end = Math.Max(0, length - 1);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static bool NeedsCare(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsSteering(rune))
            {
                return true;
            }
        }

        return false;
    }

    // U+FFFD is what half a character is read as.
    private static bool IsSteering(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD;
}
