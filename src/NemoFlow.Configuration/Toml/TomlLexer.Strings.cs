// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <content>The four forms of string.</content>
internal sealed partial class TomlLexer
{
    /// <summary>Reads the string that begins here, in whichever form it is written.</summary>
    public string ReadString()
    {
        char quote = _text[_position];
        if (At(quote == '"' ? "\"\"\"" : "'''"))
        {
            return ReadMultiLine(quote);
        }

        _position++;
        StringBuilder value = new();
        while (!TryTake(quote))
        {
            if (AtEnd || IsForbiddenControl(_text[_position]))
            {
                throw Expected($"more of the string or its closing {quote}");
            }

            if (quote == '"' && At('\\'))
            {
                ReadEscape(value);
            }
            else
            {
                value.Append(_text[_position++]);
            }
        }

        return value.ToString();
    }

    private string ReadMultiLine(char quote)
    {
        _position += 3;
        TryTakeNewline();
        StringBuilder value = new();
        while (true)
        {
            int newline = NewlineLength();
            if (newline > 0)
            {
                value.Append(_text, _position, newline);
                _position += newline;
            }
            else if (AtEnd || IsForbiddenControl(_text[_position]))
            {
                throw Expected($"more of the string or its closing {quote}{quote}{quote}");
            }
            else if (At(quote))
            {
                if (TryCloseMultiLine(quote, value))
                {
                    return value.ToString();
                }
            }
            else if (quote == '"' && At('\\'))
            {
                if (!TrySkipLineContinuation())
                {
                    ReadEscape(value);
                }
            }
            else
            {
                value.Append(_text[_position++]);
            }
        }
    }

    /// <summary>Takes a run of quotes: the last three of three to five close the string, fewer belong to it.</summary>
    private bool TryCloseMultiLine(char quote, StringBuilder value)
    {
        int count = 0;
        while (count < 5 && Peek(count) == quote)
        {
            count++;
        }

        _position += count;
        bool closed = count >= 3;
        value.Append(quote, closed ? count - 3 : count);
        return closed;
    }

    /// <summary>A backslash at a line's end swallows the break and all white space up to the next word.</summary>
    private bool TrySkipLineContinuation()
    {
        int start = _position;
        _position++;
        SkipWhitespace();
        if (!TryTakeNewline())
        {
            _position = start;
            return false;
        }

        do
        {
            SkipWhitespace();
        }
        while (TryTakeNewline());
        return true;
    }

    private void ReadEscape(StringBuilder value)
    {
        int start = _position;
        char code = Peek(1);
        _position = Math.Min(_position + 2, _text.Length);
        char? simple = code switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            'e' when _version >= TomlVersion.Toml11 => '\u001B',
            _ => null,
        };
        if (simple is not null)
        {
            value.Append(simple.Value);
            return;
        }

        int digits = code switch
        {
            'u' => 4,
            'U' => 8,
            'x' when _version >= TomlVersion.Toml11 => 2,
            _ => 0,
        };
        if (digits == 0)
        {
            string known = _version >= TomlVersion.Toml11 ? "b t n f r e \" \\ xHH uHHHH UHHHHHHHH" : "b t n f r \" \\ uHHHH UHHHHHHHH";
            throw Error(start, $"Expected one of {known} after a backslash; a literal backslash is \\\\ or stands in '…'.");
        }

        value.Append(ReadHexRune(start, digits).ToString());
    }

    private Rune ReadHexRune(int start, int digits)
    {
        int length = 0;
        while (length < digits && char.IsAsciiHexDigit(Peek(length)))
        {
            length++;
        }

        ReadOnlySpan<char> hex = _text.AsSpan(_position, length);
        _position += length;
        if (length < digits)
        {
            throw Expected(string.Create(CultureInfo.InvariantCulture, $"{digits} hexadecimal digits in the escape"));
        }

        uint scalar = uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.TryCreate(scalar, out Rune rune)
            ? rune
            : throw Error(start, string.Create(CultureInfo.InvariantCulture, $"Expected a Unicode character, found the escape of U+{scalar:X4}, which is none."));
    }
}
