// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>How an array in brackets or a table in braces is laid out, for the editor.</summary>
internal sealed class TomlInlineSyntax
{
    /// <summary>The text of each element, or of each <c>key = value</c>.</summary>
    public List<TomlSpan> Items { get; } = [];

    /// <summary>Where the commas stand: one fewer than the items, or as many where the last is trailing.</summary>
    public List<int> Commas { get; } = [];

    /// <summary>The entries of a table, one for each item; empty for arrays.</summary>
    public List<TomlKeyValue> Statements { get; } = [];

    public bool HasTrailingComma => Items.Count > 0 && Commas.Count == Items.Count;
}
