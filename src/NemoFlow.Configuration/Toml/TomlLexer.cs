// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <summary>
/// Reads the words of a text: keys, scalars, white space. What a word means depends on where it stands
/// (<c>1.2</c> is a key or a number), so the parser asks for what may come next instead of being handed tokens.
/// </summary>
internal sealed partial class TomlLexer
{
    private readonly TomlSource _source;
    private readonly string _text;
    private readonly TomlVersion _version;
    private int _position;

    public TomlLexer(TomlSource source, TomlVersion version)
    {
        _source = source;
        _text = source.Text;
        _version = version;
        _position = source.ContentStart;
        RequireWellFormed();
    }

    public int Position => _position;

    public bool AtEnd => _position >= _text.Length;

    public bool At(char expected) => Peek(0) == expected;

    public bool At(string expected) => string.CompareOrdinal(_text, _position, expected, 0, expected.Length) == 0;

    public void Advance(int count) => _position += count;

    public bool TryTake(char expected)
    {
        if (!At(expected))
        {
            return false;
        }

        _position++;
        return true;
    }

    public void SkipWhitespace()
    {
        while (Peek(0) is ' ' or '\t')
        {
            _position++;
        }
    }

    /// <summary>Takes a line break; false where there is none.</summary>
    public bool TryTakeNewline()
    {
        int length = NewlineLength();
        _position += length;
        return length > 0;
    }

    /// <summary>Takes a comment up to its line's end; false where there is none.</summary>
    public bool TryTakeComment()
    {
        if (!TryTake('#'))
        {
            return false;
        }

        while (!AtEnd && NewlineLength() == 0)
        {
            if (IsForbiddenControl(_text[_position]))
            {
                throw Expected("only printable characters and tabs in a comment");
            }

            _position++;
        }

        return true;
    }

    /// <summary>Skips what may stand between the elements of an array.</summary>
    public void SkipBlank()
    {
        do
        {
            SkipWhitespace();
        }
        while (TryTakeComment() || TryTakeNewline());
    }

    /// <summary>Reads a key with all its dotted parts, and the white space after it.</summary>
    public List<TomlKeyPart> ReadKey()
    {
        List<TomlKeyPart> parts = [];
        do
        {
            SkipWhitespace();
            parts.Add(ReadKeyPart());
            SkipWhitespace();
        }
        while (TryTake('.'));
        return parts;
    }

    public TomlException Error(int offset, string reason) => _source.Error(offset, reason);

    /// <summary>The error that <paramref name="what"/> was expected here and something else was found.</summary>
    public TomlException Expected(string what) => Error(_position, $"Expected {what}, found {Describe()}.");

    internal static bool IsBareKeyCharacter(char value) => char.IsAsciiLetterOrDigit(value) || value is '_' or '-';

    private static bool IsForbiddenControl(char value) => (value < ' ' && value != '\t') || value == '\u007F';

    private TomlKeyPart ReadKeyPart()
    {
        int start = _position;
        if (Peek(0) is '"' or '\'')
        {
            if (At("\"\"\"") || At("'''"))
            {
                throw Expected("a key on one line");
            }

            string quoted = ReadString();
            return new TomlKeyPart(quoted, new TomlSpan(start, _position));
        }

        while (!AtEnd && IsBareKeyCharacter(_text[_position]))
        {
            _position++;
        }

        if (_position == start)
        {
            throw Expected("a key (letters, digits, '_' and '-', or a quoted string)");
        }

        return new TomlKeyPart(_text[start.._position], new TomlSpan(start, _position));
    }

    private char Peek(int ahead) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private int NewlineLength() => Peek(0) switch
    {
        '\n' => 1,
        '\r' when Peek(1) == '\n' => 2,
        _ => 0,
    };

    private string Describe()
    {
        if (AtEnd)
        {
            return "the end of the text";
        }

        if (NewlineLength() > 0)
        {
            return "the end of the line";
        }

        Rune found = Rune.GetRuneAt(_text, _position);
        return Rune.IsControl(found)
            ? string.Create(CultureInfo.InvariantCulture, $"the character U+{found.Value:X4}")
            : $"'{found}'";
    }

    /// <summary>Half a surrogate pair has no UTF-8 form, so such a text could not be written to a file.</summary>
    private void RequireWellFormed()
    {
        for (int index = 0; index < _text.Length; index++)
        {
            if (!char.IsSurrogate(_text[index]))
            {
                continue;
            }

            if (index + 1 >= _text.Length || !char.IsSurrogatePair(_text[index], _text[index + 1]))
            {
                throw Error(index, "Expected Unicode text, found half of a surrogate pair.");
            }

            index++;
        }
    }
}
