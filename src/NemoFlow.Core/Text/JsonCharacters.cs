// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Unicode;

namespace NemoFlow.Text;

/// <summary>
/// Agents cut texts in the middle of a character and escape the half that is left; such JSON can be parsed, but its strings cannot be
/// read. Whatever is parsed from outside comes through here first.
/// </summary>
public static class JsonCharacters
{
    private const int EscapeLength = 6;

    /// <summary>The JSON itself where all its strings can be read, else a copy in which U+FFFD stands for what is no character.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> json) => Repair(json, out _);

    /// <summary>As above; <paramref name="repaired"/> tells which of the two it is.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> json, out bool repaired)
    {
        byte[]? copy = Utf8.IsValid(json.Span) ? null : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        ReadOnlySpan<byte> text = copy is null ? json.Span : copy;
        for (int at = text.IndexOf((byte)'\\'); at >= 0 && at < text.Length;)
        {
            int length = 2;
            if (SurrogateAt(text[at..]) is { } surrogate)
            {
                bool pair = char.IsHighSurrogate(surrogate) && SurrogateAt(text[(at + EscapeLength)..]) is { } low && char.IsLowSurrogate(low);
                if (!pair)
                {
                    copy ??= json.ToArray();
                    text = copy;
                    "\\ufffd"u8.CopyTo(copy.AsSpan(at));
                }

                length = pair ? EscapeLength * 2 : EscapeLength;
            }

            int behind = Math.Min(at + length, text.Length);
            int next = text[behind..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : behind + next;
        }

        repaired = copy is not null;
        return copy ?? json;
    }

    /// <summary>The half character that is escaped at the beginning of the text; null where something else is.</summary>
    private static char? SurrogateAt(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != '\\' || text[1] != 'u' || text[2] is not ((byte)'d' or (byte)'D'))
        {
            return null;
        }

        int code = 0;
        foreach (byte digit in text[2..EscapeLength])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return null;
            }

            code = (code << 4) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return char.IsSurrogate((char)code) ? (char)code : null;
    }
}
