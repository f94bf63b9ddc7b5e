// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>A key of a table, where it was first named, and the statement that gave it its value.</summary>
/// <param name="Value">The value.</param>
/// <param name="KeySpan">The part of the key or header that names this entry.</param>
/// <param name="Definition">The <c>key = value</c>; null for tables that headers and dotted keys made.</param>
internal sealed record TomlEntry(TomlValue Value, TomlSpan KeySpan, TomlKeyValue? Definition);
