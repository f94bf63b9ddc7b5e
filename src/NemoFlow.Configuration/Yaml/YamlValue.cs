// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Yaml;

/// <summary>A value and where it stands in the text.</summary>
public sealed class YamlValue
{
    internal YamlValue(YamlKind kind, int start, int line, int column)
    {
        Kind = kind;
        Start = start;
        End = start;
        Line = line;
        Column = column;
    }

    /// <summary>Its kind.</summary>
    public YamlKind Kind { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1.</summary>
    public int Column { get; }

    /// <summary>The text of a single value; null for others and for an empty one without quotes.</summary>
    public string? Text { get; internal init; }

    /// <summary>The elements of a sequence.</summary>
    public IReadOnlyList<YamlValue> Items => ItemList;

    /// <summary>The keys and values of a mapping.</summary>
    public IReadOnlyList<KeyValuePair<YamlValue, YamlValue>> Members => MemberList;

    /// <summary>True where it is written in braces or brackets.</summary>
    internal bool IsFlow { get; init; }

    internal int Start { get; }

    /// <summary>Behind the last character that belongs to it.</summary>
    internal int End { get; set; }

    internal List<YamlValue> ItemList { get; } = [];

    internal List<KeyValuePair<YamlValue, YamlValue>> MemberList { get; } = [];

    /// <summary>True for nothing at all, as behind a lone <c>key:</c>.</summary>
    internal bool IsEmpty => Kind == YamlKind.Scalar && Text is null;

    /// <summary>The value at a path of keys; null where there is none.</summary>
    public YamlValue? TryGet(params ReadOnlySpan<string> path)
    {
        YamlValue? value = this;
        foreach (string key in path)
        {
            value = value.MemberList.Find(m => m.Key.Text == key).Value;
            if (value is null)
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The text of the single value at a path; null where there is none.</summary>
    public string? TryGetText(params ReadOnlySpan<string> path) => TryGet(path)?.Text;
}
