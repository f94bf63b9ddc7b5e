// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>A <c>key = value</c>, on lines of its own or inside braces.</summary>
/// <param name="Span">From the key's first character to the value's last.</param>
/// <param name="Containers">The section's or the braces' table, then each table that the dotted key passes through.</param>
internal sealed record TomlKeyValue(TomlSpan Span, IReadOnlyList<TomlTable> Containers)
{
    /// <summary>The table whose section or braces the statement is written in.</summary>
    public TomlTable Owner => Containers[0];
}
