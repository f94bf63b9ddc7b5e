// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <summary>A value spelled in TOML on one line, ready to be put in a document or after <c>key=</c> on a command line.</summary>
public sealed partial class TomlLiteral
{
    private TomlLiteral(string text) => Text = text;

    /// <summary>The value as TOML text.</summary>
    public string Text { get; }

    /// <summary>A string.</summary>
    /// <exception cref="ArgumentException">The string is not Unicode text.</exception>
    public static TomlLiteral Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new TomlLiteral(TomlWriter.String(value));
    }

    /// <summary>An integer.</summary>
    public static TomlLiteral Of(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A float, infinities and not-a-number included.</summary>
    public static TomlLiteral Of(double value) => new(TomlWriter.Float(value));

    /// <summary>A boolean.</summary>
    public static TomlLiteral Of(bool value) => new(value ? "true" : "false");

    /// <summary>A date and time with an offset in whole minutes.</summary>
    public static TomlLiteral Of(TomlOffsetDateTime value) => new(TomlWriter.OffsetDateTime(value));

    /// <summary>A date and time without an offset.</summary>
    public static TomlLiteral Of(DateTime value) => new(TomlWriter.LocalDateTime(value));

    /// <summary>A date.</summary>
    public static TomlLiteral Of(DateOnly value) => new(TomlWriter.LocalDate(value));

    /// <summary>A time of day.</summary>
    public static TomlLiteral Of(TimeOnly value) => new(TomlWriter.LocalTime(value));

    /// <summary>A value read elsewhere, spelled afresh: on one line and without its comments.</summary>
    public static TomlLiteral Of(TomlValue value) => value switch
    {
        TomlTable table => Table([.. table.Entries.Select(static entry => (entry.Key, Of(entry.Value)))]),
        TomlArray array => Array([.. array.Items.Select(Of)]),
        TomlScalar scalar => scalar.Value switch
        {
            string text => Of(text),
            long integer => Of(integer),
            double number => Of(number),
            bool boolean => Of(boolean),
            TomlOffsetDateTime time => Of(time),
            DateTime time => Of(time),
            DateOnly date => Of(date),
            TimeOnly time => Of(time),
            _ => throw new ArgumentException("The value is of no TOML type.", nameof(value)),
        },
        _ => throw new ArgumentNullException(nameof(value)),
    };

    /// <summary>A value in someone else's spelling, kept as it is.</summary>
    /// <exception cref="TomlException">The text is not exactly one value.</exception>
    public static TomlLiteral Parse(string text)
    {
        _ = TomlValue.ParseInline(text);
        return new TomlLiteral(text);
    }

    /// <summary>An array in brackets.</summary>
    public static TomlLiteral Array(params ReadOnlySpan<TomlLiteral> items)
    {
        List<string> texts = [];
        foreach (TomlLiteral item in items)
        {
            texts.Add(item.Text);
        }

        return new TomlLiteral($"[{string.Join(", ", texts)}]");
    }

    /// <summary>A table in braces, its entries in the order given.</summary>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public static TomlLiteral Table(params ReadOnlySpan<(string Key, TomlLiteral Value)> entries)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        List<string> texts = [];
        foreach ((string key, TomlLiteral value) in entries)
        {
            if (!keys.Add(key))
            {
                throw new ArgumentException($"The key '{key}' occurs twice.", nameof(entries));
            }

            texts.Add($"{TomlWriter.Key(key)} = {value.Text}");
        }

        return new TomlLiteral(texts.Count == 0 ? "{}" : $"{{ {string.Join(", ", texts)} }}");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
