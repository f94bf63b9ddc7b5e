// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <content>The four forms of date and time.</content>
internal sealed partial class TomlLexer
{
    private static bool LooksLikeDateOrTime(ReadOnlySpan<char> word) =>
        (word.Length > 2 && word[2] == ':' && IsDigits(word[..2]))
        || (word.Length > 4 && word[4] == '-' && IsDigits(word[..4]));

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads again from <paramref name="start"/>, now that the word is known to be no number.</summary>
    private TomlScalar ReadDateOrTime(int start)
    {
        _position = start;
        if (Peek(2) == ':')
        {
            TimeOnly time = ReadTime();
            return EndOfDate(start, TomlKind.LocalTime, time);
        }

        DateOnly date = ReadDate();
        bool hasTime = Peek(0) is 'T' or 't' || (At(' ') && char.IsAsciiDigit(Peek(1)));
        if (!hasTime)
        {
            return EndOfDate(start, TomlKind.LocalDate, date);
        }

        _position++;
        DateTime local = date.ToDateTime(ReadTime());
        if (Peek(0) is 'Z' or 'z')
        {
            _position++;
            return EndOfDate(start, TomlKind.OffsetDateTime, new TomlOffsetDateTime(local, TimeSpan.Zero));
        }

        return Peek(0) is '+' or '-'
            ? EndOfDate(start, TomlKind.OffsetDateTime, new TomlOffsetDateTime(local, ReadOffset()))
            : EndOfDate(start, TomlKind.LocalDateTime, local);
    }

    private DateOnly ReadDate()
    {
        // The framework's calendar begins with year 1; year 0000 is the one TOML date it cannot hold.
        int year = ReadField("year", 4, 1, 9999);
        Require('-', "date");
        int month = ReadField("month", 2, 1, 12);
        Require('-', "date");
        int day = ReadField("day of that month", 2, 1, DateTime.DaysInMonth(year, month));
        return new DateOnly(year, month, day);
    }

    private TimeOnly ReadTime()
    {
        int hour = ReadField("hour", 2, 0, 23);
        Require(':', "time");
        int minute = ReadField("minute", 2, 0, 59);
        if (_version >= TomlVersion.Toml11 && !At(':'))
        {
            return new TimeOnly(hour, minute);
        }

        Require(':', "time");
        int second = ReadField("second", 2, 0, 60);
        long ticks = ReadFraction();
        if (second == 60)
        {
            // A leap second, which the framework does not know, is the last moment before it.
            second = 59;
            ticks = TimeSpan.TicksPerSecond - 1;
        }

        return new TimeOnly(new TimeSpan(hour, minute, second).Ticks + ticks);
    }

    /// <summary>Ticks of 100 ns; TOML has finer digits cut off, not rounded.</summary>
    private long ReadFraction()
    {
        if (!TryTake('.'))
        {
            return 0;
        }

        if (!char.IsAsciiDigit(Peek(0)))
        {
            throw Expected("a digit in the fraction of a second");
        }

        long ticks = 0;
        for (long unit = TimeSpan.TicksPerSecond / 10; char.IsAsciiDigit(Peek(0)); unit /= 10)
        {
            ticks += (_text[_position++] - '0') * unit;
        }

        return ticks;
    }

    private TimeSpan ReadOffset()
    {
        bool behind = At('-');
        _position++;
        int hours = ReadField("hour of the offset", 2, 0, 23);
        Require(':', "offset");
        int minutes = ReadField("minute of the offset", 2, 0, 59);
        TimeSpan offset = new(hours, minutes, 0);
        return behind ? -offset : offset;
    }

    private int ReadField(string name, int digits, int low, int high)
    {
        int start = _position;
        int value = 0;
        for (int index = 0; index < digits; index++)
        {
            char digit = Peek(0);
            if (!char.IsAsciiDigit(digit))
            {
                throw Expected(string.Create(CultureInfo.InvariantCulture, $"the {name} in {digits} digits"));
            }

            value = (value * 10) + digit - '0';
            _position++;
        }

        return value >= low && value <= high
            ? value
            : throw Error(start, string.Create(CultureInfo.InvariantCulture, $"Expected the {name} to be from {low} to {high}, found {value}."));
    }

    private void Require(char expected, string place)
    {
        if (!TryTake(expected))
        {
            throw Expected($"'{expected}' in the {place}");
        }
    }

    private TomlScalar EndOfDate(int start, TomlKind kind, object value) =>
        IsScalarCharacter(Peek(0)) ? throw Expected("the end of the date or time") : Scalar(start, kind, value);
}
