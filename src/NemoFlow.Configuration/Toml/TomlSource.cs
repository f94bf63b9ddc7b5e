// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <summary>A text with a name, which turns offsets into positions.</summary>
internal sealed class TomlSource
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly Lazy<List<int>> _lineStarts;

    public TomlSource(string text, string? name)
    {
        Text = text;
        Name = name;
        ContentStart = text.StartsWith(ByteOrderMark) ? 1 : 0;
        _lineStarts = new Lazy<List<int>>(FindLineStarts);
    }

    public string Text { get; }

    public string? Name { get; }

    /// <summary>The offset after the byte order mark, if there is one.</summary>
    public int ContentStart { get; }

    /// <summary>Decodes UTF-8 and refuses what is not: a replacement character would be written back as damage.</summary>
    public static TomlSource FromUtf8(ReadOnlySpan<byte> utf8, string? name)
    {
        StringBuilder text = new(utf8.Length);
        Span<char> units = stackalloc char[2];
        for (int index = 0; index < utf8.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf8(utf8[index..], out Rune rune, out int consumed);
            if (status != OperationStatus.Done)
            {
                TomlSource valid = new(text.ToString(), name);
                throw valid.Error(
                    text.Length,
                    string.Create(CultureInfo.InvariantCulture, $"Expected UTF-8, found the byte 0x{utf8[index]:X2} (byte {index} of the file)."));
            }

            int count = rune.EncodeToUtf16(units);
            text.Append(units[..count]);
            index += consumed;
        }

        return new TomlSource(text.ToString(), name);
    }

    public TomlPosition PositionAt(int offset)
    {
        List<int> starts = _lineStarts.Value;
        int line = starts.BinarySearch(offset);
        if (line < 0)
        {
            line = ~line - 1;
        }

        int start = line == 0 ? Math.Min(ContentStart, offset) : starts[line];
        return new TomlPosition(line + 1, offset - start + 1, offset);
    }

    public TomlException Error(int offset, string reason) => new(reason, PositionAt(offset), Name);

    private List<int> FindLineStarts()
    {
        List<int> starts = [0];
        for (int index = 0; index < Text.Length; index++)
        {
            if (Text[index] == '\n')
            {
                starts.Add(index + 1);
            }
        }

        return starts;
    }
}
