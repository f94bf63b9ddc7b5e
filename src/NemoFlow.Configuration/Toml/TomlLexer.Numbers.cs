// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <content>
/// Booleans, integers and floats; what looks like a date goes on to that part. No error repeats the word that was
/// found: it may be a key or a password that lacks its quotes, and errors are logged.
/// </content>
internal sealed partial class TomlLexer
{
    /// <summary>Reads a value that is neither string, array nor table.</summary>
    public TomlScalar ReadBareScalar()
    {
        int start = _position;
        while (IsScalarCharacter(Peek(0)))
        {
            _position++;
        }

        ReadOnlySpan<char> word = _text.AsSpan(start, _position - start);
        switch (word)
        {
            case "":
                throw Expected("a value");
            case "true" or "false":
                return Scalar(start, TomlKind.Boolean, word is "true");
            case "inf" or "+inf":
                return Scalar(start, TomlKind.Float, double.PositiveInfinity);
            case "-inf":
                return Scalar(start, TomlKind.Float, double.NegativeInfinity);
            case "nan" or "+nan" or "-nan":
                return Scalar(start, TomlKind.Float, double.NaN);
        }

        if (LooksLikeDateOrTime(word))
        {
            return ReadDateOrTime(start);
        }

        if (!char.IsAsciiDigit(word[0]) && word[0] is not ('+' or '-'))
        {
            throw Error(start, $"Expected a value, found a word that begins with '{word[0]}'; strings need quotes, and true, false, inf and nan are lower case.");
        }

        return ReadNumber(start, word);
    }

    private static bool IsScalarCharacter(char value) =>
        char.IsAsciiLetterOrDigit(value) || value is '+' or '-' or '.' or '_' or ':';

    private TomlScalar ReadNumber(int start, ReadOnlySpan<char> word)
    {
        if (word.Length > 1 && word[0] == '0' && word[1] is ('x' or 'o' or 'b'))
        {
            return ReadRadixInteger(start, word);
        }

        int index = word[0] is '+' or '-' ? 1 : 0;
        int first = index;
        SkipDigits(start, word, ref index, 10);
        if (index - first > 1 && word[first] == '0')
        {
            throw Error(start + first, "Expected a number without leading zeros, found '0' before another digit.");
        }

        bool isFloat = false;
        if (index < word.Length && word[index] == '.')
        {
            isFloat = true;
            index++;
            SkipDigits(start, word, ref index, 10);
        }

        if (index < word.Length && word[index] is 'e' or 'E')
        {
            isFloat = true;
            index++;
            if (index < word.Length && word[index] is '+' or '-')
            {
                index++;
            }

            SkipDigits(start, word, ref index, 10);
        }

        if (index < word.Length)
        {
            throw Error(start + index, $"Expected the end of the number, found '{word[index]}'.");
        }

        string digits = WithoutUnderscores(word);
        if (isFloat)
        {
            return Scalar(start, TomlKind.Float, double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? Scalar(start, TomlKind.Integer, value)
            : throw TooLarge(start);
    }

    private TomlScalar ReadRadixInteger(int start, ReadOnlySpan<char> word)
    {
        int radix = word[1] switch
        {
            'x' => 16,
            'o' => 8,
            _ => 2,
        };
        int index = 2;
        SkipDigits(start, word, ref index, radix);
        if (index < word.Length)
        {
            throw Error(start + index, $"Expected the end of the number, found '{word[index]}'.");
        }

        long value = 0;
        foreach (char character in WithoutUnderscores(word[2..]))
        {
            int digit = char.IsAsciiDigit(character) ? character - '0' : (character | ' ') - 'a' + 10;
            if (value > (long.MaxValue - digit) / radix)
            {
                throw TooLarge(start);
            }

            value = (value * radix) + digit;
        }

        return Scalar(start, TomlKind.Integer, value);
    }

    /// <summary>Passes over at least one digit, and underscores that have a digit on either side.</summary>
    private void SkipDigits(int start, ReadOnlySpan<char> word, ref int index, int radix)
    {
        bool afterDigit = false;
        while (index < word.Length)
        {
            if (IsDigit(word[index], radix))
            {
                afterDigit = true;
            }
            else if (word[index] == '_' && afterDigit)
            {
                afterDigit = false;
            }
            else
            {
                break;
            }

            index++;
        }

        if (!afterDigit)
        {
            string found = index < word.Length ? $"'{word[index]}'" : "the end of the number";
            throw Error(start + index, $"Expected a digit, found {found}.");
        }
    }

    private static bool IsDigit(char value, int radix) => radix switch
    {
        16 => char.IsAsciiHexDigit(value),
        8 => value is >= '0' and <= '7',
        2 => value is '0' or '1',
        _ => char.IsAsciiDigit(value),
    };

    private static string WithoutUnderscores(ReadOnlySpan<char> word) => word.ToString().Replace("_", "", StringComparison.Ordinal);

    private TomlException TooLarge(int start) => Error(start, "Expected an integer of 64 bits, found one beyond that.");

    private TomlScalar Scalar(int start, TomlKind kind, object value) => new(_source, new TomlSpan(start, _position), kind, value);
}
