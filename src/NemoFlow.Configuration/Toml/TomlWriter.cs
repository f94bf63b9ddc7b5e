// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <summary>Spells keys and scalars in TOML 1.0.0, which 1.1.0 reads as well.</summary>
internal static class TomlWriter
{
    public static string Key(string key) =>
        key.Length > 0 && key.All(TomlLexer.IsBareKeyCharacter) ? key : String(key);

    /// <summary>Single quotes where they save escapes, as in Windows paths and shell commands; else double quotes.</summary>
    public static string String(string value)
    {
        bool literal = value.AsSpan().ContainsAny('\\', '"') && !value.Contains('\'') && !value.Any(char.IsControl);
        StringBuilder text = new(value.Length + 2);
        text.Append(literal ? '\'' : '"');
        for (int index = 0; index < value.Length; index++)
        {
            char unit = value[index];
            if (char.IsSurrogate(unit))
            {
                RequirePair(value, index);
                text.Append(unit).Append(value[++index]);
            }
            else if (literal)
            {
                text.Append(unit);
            }
            else
            {
                AppendEscaped(text, unit);
            }
        }

        return text.Append(literal ? '\'' : '"').ToString();
    }

    public static string Float(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    public static string OffsetDateTime(TomlOffsetDateTime value)
    {
        if (value.Offset == TimeSpan.Zero)
        {
            return LocalDateTime(value.Local) + "Z";
        }

        string sign = value.Offset < TimeSpan.Zero ? "-" : "+";
        return LocalDateTime(value.Local) + sign + value.Offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
    }

    public static string LocalDateTime(DateTime value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    public static string LocalDate(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string LocalTime(TimeOnly value) => value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static void AppendEscaped(StringBuilder text, char unit)
    {
        switch (unit)
        {
            case '"' or '\\':
                text.Append('\\').Append(unit);
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case '\b':
                text.Append("\\b");
                break;
            case '\f':
                text.Append("\\f");
                break;
            case var control when char.IsControl(control):
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:X4}");
                break;
            default:
                text.Append(unit);
                break;
        }
    }

    private static void RequirePair(string value, int index)
    {
        if (index + 1 >= value.Length || !char.IsSurrogatePair(value[index], value[index + 1]))
        {
            throw new ArgumentException("Half of a surrogate pair has no TOML form.", nameof(value));
        }
    }
}
