// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <content>
/// Getters along a path. Each returns null where the path leads nowhere or to another type; a reader that must tell
/// the two apart asks <see cref="TryGet"/> for the value and looks at its kind.
/// </content>
public sealed partial class TomlTable
{
    /// <summary>The value at a path of keys; an array is entered by its element's index, as in <c>"hooks", "0"</c>.</summary>
    public TomlValue? TryGet(params ReadOnlySpan<string> path)
    {
        TomlValue? value = this;
        foreach (string segment in path)
        {
            value = Step(value, segment);
            if (value is null)
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The string at a path.</summary>
    public string? TryGetString(params ReadOnlySpan<string> path) => (TryGet(path) as TomlScalar)?.Value as string;

    /// <summary>The integer at a path.</summary>
    public long? TryGetInteger(params ReadOnlySpan<string> path) => (TryGet(path) as TomlScalar)?.Value as long?;

    /// <summary>The float at a path; an integer counts as one, since people write <c>1</c> for <c>1.0</c>.</summary>
    public double? TryGetFloat(params ReadOnlySpan<string> path) => (TryGet(path) as TomlScalar)?.Value switch
    {
        double value => value,
        long value => value,
        _ => null,
    };

    /// <summary>The boolean at a path.</summary>
    public bool? TryGetBoolean(params ReadOnlySpan<string> path) => (TryGet(path) as TomlScalar)?.Value as bool?;

    /// <summary>The table at a path.</summary>
    public TomlTable? TryGetTable(params ReadOnlySpan<string> path) => TryGet(path) as TomlTable;

    /// <summary>The array at a path.</summary>
    public TomlArray? TryGetArray(params ReadOnlySpan<string> path) => TryGet(path) as TomlArray;

    internal static TomlValue? Step(TomlValue value, string segment) => value switch
    {
        TomlTable table => table.Find(segment)?.Value,
        TomlArray array when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index < array.Items.Count => array.Items[index],
        _ => null,
    };
}
