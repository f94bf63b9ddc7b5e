// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>A value as it stands in a document: its type, and where it was written.</summary>
public abstract class TomlValue
{
    private protected TomlValue(TomlSource source, TomlSpan span)
    {
        Source = source;
        Span = span;
    }

    /// <summary>The type of the value.</summary>
    public abstract TomlKind Kind { get; }

    /// <summary>Where the value begins; for a table made by a header or a dotted key, where its name stands.</summary>
    public TomlPosition Position => Source.PositionAt(Span.Start);

    /// <summary>The line of <see cref="Position"/>, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>The column of <see cref="Position"/>, from 1.</summary>
    public int Column => Position.Column;

    /// <summary>A single value's text, as it was written; for a table with lines of its own only its name.</summary>
    public string SourceText => Source.Text[Span.Start..Span.End];

    internal TomlSource Source { get; }

    internal TomlSpan Span { get; set; }

    /// <summary>Reads one value that stands alone, as in a <c>-c key=value</c> override.</summary>
    /// <param name="text">The value; white space and comments around it are allowed.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="sourceName">What errors call the text.</param>
    /// <exception cref="TomlException">The text is not exactly one value.</exception>
    public static TomlValue ParseInline(string text, TomlOptions? options = null, string? sourceName = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TomlParser(new TomlSource(text, sourceName), options ?? TomlOptions.Default).ParseLoneValue();
    }

    /// <summary>An error about this value, for a reader that finds it well-formed but unusable.</summary>
    public TomlException Error(string reason) => Source.Error(Span.Start, reason);
}
