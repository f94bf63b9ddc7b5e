// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Content.Redaction;

/// <summary>Escapes of JSON within texts: arguments of tools are often JSON in a string, and in them escapes may hide what is looked for.</summary>
internal static class EscapedText
{
    /// <summary>True where letters or slashes are written as escapes, at any depth of nesting.</summary>
    public static bool HidesLetters(ReadOnlySpan<byte> text) => text.IndexOf("\\u00"u8) >= 0 || text.IndexOf("\\/"u8) >= 0;

    /// <summary>Undoes escapes as far as there are any, and says for each byte where it came from.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origins">For each byte of the result where its escape begins in the text, and one entry for the end.</param>
    public static byte[] Decode(ReadOnlySpan<byte> text, out int[] origins)
    {
        byte[] decoded = new byte[text.Length];
        origins = new int[text.Length + 1];
        Span<byte> utf8 = stackalloc byte[4];
        int length = 0;
        int at = 0;
        while (at < text.Length)
        {
            int taken = Read(text[at..], utf8, out int written);
            for (int i = 0; i < written; i++)
            {
                origins[length] = at;
                decoded[length++] = utf8[i];
            }

            at += taken;
        }

        origins[length] = text.Length;
        Array.Resize(ref origins, length + 1);
        return decoded[..length];
    }

    private static int Read(ReadOnlySpan<byte> text, Span<byte> utf8, out int written)
    {
        written = 1;
        utf8[0] = text[0];
        if (text[0] != '\\' || text.Length < 2)
        {
            return 1;
        }

        switch (text[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                utf8[0] = text[1];
                return 2;
            case (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f':
                utf8[0] = (byte)'\n';
                return 2;
            case (byte)'u' when text.Length >= 6 && Hex(text[2..6]) is >= 0 and int code && !char.IsSurrogate((char)code):
                written = new Rune((char)code).EncodeToUtf8(utf8);
                return 6;
            default:
                return 1;
        }
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        int code = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return -1;
            }

            code = (code << 4) + (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return code;
    }
}
