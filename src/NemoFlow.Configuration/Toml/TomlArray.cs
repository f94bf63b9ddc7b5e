// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>An array: written in brackets, or grown by <c>[[headers]]</c>.</summary>
public sealed class TomlArray : TomlValue
{
    private readonly List<TomlValue> _items = [];

    internal TomlArray(TomlSource source, TomlSpan span, TomlInlineSyntax? syntax)
        : base(source, span) => Syntax = syntax;

    /// <inheritdoc/>
    public override TomlKind Kind => TomlKind.Array;

    /// <summary>The elements in order; their types may differ.</summary>
    public IReadOnlyList<TomlValue> Items => _items;

    /// <summary>True where <c>[[headers]]</c> made the array, so that its elements are sections of the document.</summary>
    public bool IsTableArray => Syntax is null;

    /// <summary>How the brackets and commas lie; null where there are none.</summary>
    internal TomlInlineSyntax? Syntax { get; }

    internal void Add(TomlValue value) => _items.Add(value);
}
