// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace NemoFlow.Engine.Capture;

/// <summary>
/// JSON whose strings hold what is no text: bytes that are no UTF-8, and <c>\ud83d</c> without its other half, which JavaScript writes
/// wherever it cuts a string in the middle of a character. Readers of JSON fail at either, and would fail at every later reading of the
/// session too: in a copy they become U+FFFD.
/// </summary>
public static class JsonUnicode
{
    private const int EscapeLength = 6;

    /// <summary>The bytes, repaired where they need it; then <paramref name="repaired"/> is true.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> json, out bool repaired)
    {
        repaired = false;
        if (!Utf8.IsValid(json.Span))
        {
            repaired = true;
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        }

        byte[]? copy = null;
        ReadOnlySpan<byte> text = json.Span;
        int at = 0;
        while (NextHalf(text, ref at))
        {
            copy ??= json.ToArray();
            "\\ufffd"u8.CopyTo(copy.AsSpan(at));
            at += EscapeLength;
        }

        repaired |= copy is not null;
        return copy ?? json;
    }

    /// <summary>Finds the next escape that is half a character.</summary>
    private static bool NextHalf(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length)
        {
            int next = text[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (Escaped(text[at..]) is not { } first || !char.IsSurrogate(first))
            {
                // A backslash hides the character behind it.
                at += 2;
            }
            else if (char.IsHighSurrogate(first) && at + EscapeLength < text.Length && Escaped(text[(at + EscapeLength)..]) is { } second && char.IsLowSurrogate(second))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The UTF-16 unit that an escape stands for; null where the text does not begin with one.</summary>
    private static char? Escaped(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != '\\' || text[1] != 'u')
        {
            return null;
        }

        return ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) ? (char)unit : null;
    }
}
