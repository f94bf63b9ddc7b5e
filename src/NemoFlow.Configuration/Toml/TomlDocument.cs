// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <summary>
/// A TOML text that was read without losing anything: written back it is the same, byte for byte, with its comments,
/// order, line ends, byte order mark and missing final line break. Immutable; <see cref="Edit"/> starts changes.
/// </summary>
public sealed class TomlDocument
{
    private readonly TomlSource _source;

    private TomlDocument(TomlSource source, TomlOptions options)
    {
        _source = source;
        Options = options;
        (Root, Sections) = new TomlParser(source, options).ParseDocument();
    }

    /// <summary>The values.</summary>
    public TomlTable Root { get; }

    /// <summary>How the document was read, and will be read again after an edit.</summary>
    public TomlOptions Options { get; }

    /// <summary>The name that errors call it by; null where it has none.</summary>
    public string? SourceName => _source.Name;

    internal IReadOnlyList<TomlSection> Sections { get; }

    internal string Text => _source.Text;

    internal int ContentStart => _source.ContentStart;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a leading byte order mark is kept.</param>
    /// <param name="options">How to read it; TOML 1.0.0 unless given.</param>
    /// <param name="sourceName">What errors call it, usually the file's path.</param>
    /// <exception cref="TomlException">The text is not TOML.</exception>
    public static TomlDocument Parse(string text, TomlOptions? options = null, string? sourceName = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TomlDocument(new TomlSource(text, sourceName), options ?? TomlOptions.Default);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The bytes; a leading byte order mark is kept.</param>
    /// <param name="options">How to read them; TOML 1.0.0 unless given.</param>
    /// <param name="sourceName">What errors call it, usually the file's path.</param>
    /// <exception cref="TomlException">The bytes are not UTF-8, or the text is not TOML.</exception>
    public static TomlDocument Parse(ReadOnlySpan<byte> utf8, TomlOptions? options = null, string? sourceName = null) =>
        new(TomlSource.FromUtf8(utf8, sourceName), options ?? TomlOptions.Default);

    /// <summary>
    /// Whether the table at the path has a <c>[header]</c> of its own. An installer that asks before it sets a key
    /// knows at its removal whether the header was there for someone else.
    /// </summary>
    public bool HasHeader(params ReadOnlySpan<string> path) =>
        Root.TryGet(path) is TomlTable { Origin: TomlTableOrigin.Header };

    /// <summary>Starts changes to a copy; this document stays as it is.</summary>
    public TomlEditor Edit() => new(this);

    /// <summary>The text, as it was read.</summary>
    public override string ToString() => Text;

    /// <summary>The text as UTF-8, as it was read.</summary>
    public byte[] ToUtf8Bytes() => Encoding.UTF8.GetBytes(Text);
}
