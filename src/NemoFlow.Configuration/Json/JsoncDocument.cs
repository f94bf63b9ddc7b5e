// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Json;

/// <summary>
/// A JSON text, with comments and trailing commas allowed, that was read without losing anything: written back it is the same, byte for
/// byte. Immutable; <see cref="Edit"/> starts changes.
/// </summary>
public sealed class JsoncDocument
{
    /// <summary>How deep values may be nested, so that a hostile file cannot exhaust the stack.</summary>
    public const int MaxDepth = 128;

    private readonly JsoncSource _source;

    private JsoncDocument(JsoncSource source)
    {
        _source = source;
        Root = new JsoncParser(source).Parse();
    }

    /// <summary>The value.</summary>
    public JsoncValue Root { get; }

    /// <summary>The name that errors call it by; null where it has none.</summary>
    public string? SourceName => _source.Name;

    internal string Text => _source.Text;

    internal int ContentStart => _source.ContentStart;

    /// <summary>Reads a text; a leading byte order mark is kept.</summary>
    /// <exception cref="JsoncException">The text is not JSON.</exception>
    public static JsoncDocument Parse(string text, string? sourceName = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JsoncDocument(new JsoncSource(text, sourceName));
    }

    /// <summary>Reads the bytes of a file; a leading byte order mark is kept.</summary>
    /// <exception cref="JsoncException">The bytes are not UTF-8, or the text is not JSON.</exception>
    public static JsoncDocument Parse(ReadOnlySpan<byte> utf8, string? sourceName = null) => new(JsoncSource.FromUtf8(utf8, sourceName));

    /// <summary>The root as an object.</summary>
    /// <exception cref="JsoncException">It is something else.</exception>
    public JsoncContainer RequireObject() => Root is JsoncContainer { Kind: JsoncKind.Object } root
        ? root
        : throw Root.Error($"Expected a JSON object, found {JsoncEditor.Describe(Root)}.");

    /// <summary>Starts changes to a copy; this document stays as it is.</summary>
    public JsoncEditor Edit() => new(this);

    /// <summary>The text, as it was read.</summary>
    public override string ToString() => Text;

    /// <summary>The text as UTF-8, as it was read.</summary>
    public byte[] ToUtf8Bytes() => Encoding.UTF8.GetBytes(Text);
}
