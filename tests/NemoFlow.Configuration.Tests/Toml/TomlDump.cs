// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>Values as text, for comparing what two documents mean.</summary>
internal static class TomlDump
{
    /// <summary>The whole value; a key that was set last may stand elsewhere in a table, so keys are sorted.</summary>
    public static string Of(TomlValue value) => value switch
    {
        TomlTable table => "{" + string.Join(",", table.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key.Length}:{entry.Key}={Of(entry.Value)}")) + "}",
        TomlArray array => "[" + string.Join(",", array.Items.Select(Of)) + "]",
        TomlScalar { Value: string text } => $"{text.Length}:{text}",
        TomlScalar { Value: long or double or bool } scalar => string.Create(CultureInfo.InvariantCulture, $"{scalar.Kind}:{scalar.Value}"),
        TomlScalar { Value: TomlOffsetDateTime time } => string.Create(CultureInfo.InvariantCulture, $"{time.Local:o}{time.Offset}"),
        TomlScalar scalar => string.Create(CultureInfo.InvariantCulture, $"{scalar.Kind}:{scalar.Value:o}"),
        _ => throw new ArgumentException("Not a TOML value.", nameof(value)),
    };

    /// <summary>All values with their paths, containers before what they hold, the root not included.</summary>
    public static IEnumerable<(string[] Path, TomlValue Value)> Walk(TomlValue value, string[] path)
    {
        IEnumerable<(string Key, TomlValue Value)> children = value switch
        {
            TomlTable table => table.Entries.Select(entry => (entry.Key, entry.Value)),
            TomlArray array => array.Items.Select((item, index) => (index.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach ((string key, TomlValue child) in children)
        {
            string[] childPath = [.. path, key];
            yield return (childPath, child);
            foreach ((string[] Path, TomlValue Value) deeper in Walk(child, childPath))
            {
                yield return deeper;
            }
        }
    }
}
