// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;

namespace NemoFlow.Configuration.Toml;

/// <summary>A table, read-only, in the order in which its keys first appear. Keys are compared exactly.</summary>
public sealed partial class TomlTable : TomlValue
{
    private readonly OrderedDictionary<string, TomlEntry> _entries = new(StringComparer.Ordinal);

    internal TomlTable(TomlSource source, TomlSpan span, TomlTableOrigin origin)
        : base(source, span) => Origin = origin;

    /// <inheritdoc/>
    public override TomlKind Kind => TomlKind.Table;

    /// <summary>How many keys there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys in order.</summary>
    public IReadOnlyList<string> Keys => _entries.Keys;

    /// <summary>The keys and their values in order.</summary>
    public IEnumerable<KeyValuePair<string, TomlValue>> Entries =>
        _entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value.Value));

    internal TomlTableOrigin Origin { get; set; }

    /// <summary>The section that this table's keys are written in; null for implicit tables and in braces.</summary>
    internal TomlSection? Section { get; set; }

    /// <summary>The table in braces that this one is, or that a dotted key made it part of; null outside braces.</summary>
    internal TomlTable? Braces { get; set; }

    /// <summary>How the braces and commas lie; null where there are none.</summary>
    internal TomlInlineSyntax? Syntax { get; set; }

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(string key, [NotNullWhen(true)] out TomlValue? value)
    {
        value = Find(key)?.Value;
        return value is not null;
    }

    /// <summary>Where a key of this table is first written, for messages about the key rather than its value.</summary>
    /// <exception cref="KeyNotFoundException">The table has no such key.</exception>
    public TomlPosition GetKeyPosition(string key) => Source.PositionAt(_entries[key].KeySpan.Start);

    internal TomlEntry? Find(string key) => _entries.GetValueOrDefault(key);

    internal void Add(string key, TomlEntry entry) => _entries.Add(key, entry);
}
