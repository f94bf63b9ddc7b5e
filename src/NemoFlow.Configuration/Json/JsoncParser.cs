// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text;

namespace NemoFlow.Configuration.Json;

/// <summary>Reads JSON with comments and trailing commas, and remembers where everything stands.</summary>
internal sealed class JsoncParser(JsoncSource source)
{
    /// <summary>What ends a string, or the plain part of one.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    private readonly string _text = source.Text;
    private int _at = source.ContentStart;
    private int _depth;

    public JsoncValue Parse()
    {
        SkipSpace();
        JsoncValue root = ParseValue();
        SkipSpace();
        return _at == _text.Length ? root : throw source.Error(_at, $"Expected the end of the text, found {Found()}.");
    }

    private JsoncValue ParseValue() => _at == _text.Length ? throw source.Error(_at, "Expected a value, found the end of the text.") : _text[_at] switch
    {
        '{' => ParseContainer(JsoncKind.Object, '}'),
        '[' => ParseContainer(JsoncKind.Array, ']'),
        '"' => ParseString(),
        't' => ParseWord("true", JsoncKind.Boolean),
        'f' => ParseWord("false", JsoncKind.Boolean),
        'n' => ParseWord("null", JsoncKind.Null),
        '-' or (>= '0' and <= '9') => ParseNumber(),
        _ => throw source.Error(_at, $"Expected a value, found {Found()}."),
    };

    private JsoncContainer ParseContainer(JsoncKind kind, char close)
    {
        JsoncContainer container = new(source, _at, kind);
        if (++_depth > JsoncDocument.MaxDepth)
        {
            throw source.Error(_at, $"Expected at most {JsoncDocument.MaxDepth} levels of nesting.");
        }

        _at++;
        SkipSpace();
        while (Peek() != close)
        {
            JsoncItem item = ParseItem(kind);
            container.Add(item);
            SkipSpace();
            if (Peek() == ',')
            {
                item.Comma = _at++;
                SkipSpace();
            }
            else if (Peek() != close)
            {
                throw source.Error(_at, $"Expected ',' or '{close}', found {Found()}.");
            }
        }

        container.End = ++_at;
        _depth--;
        return container;
    }

    private JsoncItem ParseItem(JsoncKind kind)
    {
        int start = _at;
        if (kind == JsoncKind.Array)
        {
            return new JsoncItem(null, start, ParseValue());
        }

        if (Peek() != '"')
        {
            throw source.Error(_at, $"Expected a member's name in double quotes, found {Found()}.");
        }

        string name = ParseString().Text;
        SkipSpace();
        if (Peek() != ':')
        {
            throw source.Error(_at, $"Expected ':' after the name \"{name}\", found {Found()}.");
        }

        _at++;
        SkipSpace();
        return new JsoncItem(name, start, ParseValue());
    }

    private JsoncScalar ParseString()
    {
        int start = _at++;
        StringBuilder text = new();
        while (true)
        {
            int plain = _text.AsSpan(_at).IndexOfAny(Special);
            plain = plain < 0 ? _text.Length - _at : plain;
            text.Append(_text, _at, plain);
            _at += plain;
            char c = Peek();
            if (c == '"')
            {
                _at++;
                return new JsoncScalar(source, start, _at, JsoncKind.String, text.ToString());
            }

            if (_at == _text.Length || c is '\n' or '\r')
            {
                throw source.Error(start, "Expected a closing '\"' for this string on the same line.");
            }

            if (c < ' ')
            {
                throw source.Error(_at, $"Expected no control character in a string, found {Found()}; write it as an escape.");
            }

            text.Append(ParseEscape());
            _at++;
        }
    }

    /// <summary>Leaves the position on the escape's last character.</summary>
    private char ParseEscape()
    {
        _at++;
        switch (Peek())
        {
            case '"' or '\\' or '/':
                return _text[_at];
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 < _text.Length
                && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit):
                _at += 4;
                return (char)unit;
            default:
                throw source.Error(_at - 1, "Expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX.");
        }
    }

    private JsoncScalar ParseWord(string word, JsoncKind kind)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw source.Error(_at, $"Expected a value, found {Found()}.");
        }

        int start = _at;
        _at += word.Length;
        return new JsoncScalar(source, start, _at, kind, word);
    }

    private JsoncScalar ParseNumber()
    {
        int start = _at;
        Take('-');
        int whole = TakeDigits();
        bool valid = whole > 0 && (whole == 1 || _text[_at - whole] != '0');
        if (Take('.'))
        {
            valid &= TakeDigits() > 0;
        }

        if (Take('e') || Take('E'))
        {
            _ = Take('+') || Take('-');
            valid &= TakeDigits() > 0;
        }

        return valid
            ? new JsoncScalar(source, start, _at, JsoncKind.Number, _text[start.._at])
            : throw source.Error(start, $"Expected a number as JSON writes it, found '{_text[start..Math.Min(_at + 1, _text.Length)].Trim()}'.");
    }

    private bool Take(char c)
    {
        bool there = Peek() == c;
        _at += there ? 1 : 0;
        return there;
    }

    private int TakeDigits()
    {
        int start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        return _at - start;
    }

    private void SkipSpace()
    {
        _at = JsoncTrivia.Skip(_text, _at);
        if (string.CompareOrdinal(_text, _at, "/*", 0, 2) == 0)
        {
            throw source.Error(_at, "Expected a closing */ for this comment.");
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private string Found() => _at >= _text.Length
        ? "the end of the text"
        : char.IsControl(_text[_at]) ? string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)_text[_at]:X4}") : $"'{_text[_at]}'";
}
