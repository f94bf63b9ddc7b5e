// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Json;

/// <summary>A text with a name, which turns offsets into positions.</summary>
internal sealed class JsoncSource(string text, string? name)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Text { get; } = text;

    public string? Name { get; } = name;

    /// <summary>The offset after the byte order mark, if there is one.</summary>
    public int ContentStart { get; } = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>Decodes UTF-8 and refuses what is not: a replacement character would be written back as damage.</summary>
    public static JsoncSource FromUtf8(ReadOnlySpan<byte> utf8, string? name)
    {
        try
        {
            return new JsoncSource(Strict.GetString(utf8), name);
        }
        catch (DecoderFallbackException e)
        {
            int index = Math.Clamp(e.Index, 0, utf8.Length);
            JsoncSource valid = new(Encoding.UTF8.GetString(utf8[..index]), name);
            throw valid.Error(valid.Text.Length, $"Expected UTF-8, found other bytes at byte {index} of the file.");
        }
    }

    public JsoncPosition PositionAt(int offset)
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, Math.Min(offset, Text.Length));
        int line = before.Count('\n') + 1;
        int start = before.LastIndexOf('\n') + 1;
        return new JsoncPosition(line, offset - Math.Max(start, Math.Min(ContentStart, offset)) + 1);
    }

    public JsoncException Error(int offset, string reason) => new(reason, PositionAt(offset), Name);
}
