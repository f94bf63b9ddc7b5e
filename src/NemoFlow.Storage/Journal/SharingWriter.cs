// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Storage.Journal;

/// <summary>
/// Copies JSON into a journal line token by token: white space goes, tokens stay as they are, and a large value that stood in the file
/// before becomes a reference to that place.
/// </summary>
internal sealed class SharingWriter(LineBuffer line)
{
    private readonly Dictionary<UInt128, (long Offset, int Length)> _seen = [];
    private readonly List<(UInt128 Hash, long Offset, int Length)> _inThisLine = [];

    /// <summary>Where in the file the buffer begins.</summary>
    public long BaseOffset { get; set; }

    /// <summary>Values of a line may be referred to once it is complete.</summary>
    public void CompleteLine()
    {
        foreach ((UInt128 hash, long offset, int length) in _inThisLine)
        {
            _seen.TryAdd(hash, (offset, length));
        }

        _inThisLine.Clear();
    }

    /// <summary>The line could not be composed: nothing of it will stand in the file.</summary>
    public void DropLine() => _inThisLine.Clear();

    /// <summary>Forgets everything, as for a file that was reopened or could not be written.</summary>
    public void Forget()
    {
        _seen.Clear();
        _inThisLine.Clear();
    }

    /// <summary>Writes a value as a whole: a large one is shared as such, before its parts are looked at.</summary>
    /// <param name="json">The value.</param>
    /// <param name="known">Its hash, where the caller has it.</param>
    public void WriteWhole(ReadOnlySpan<byte> json, UInt128? known = null)
    {
        if (json.Length < JournalFormat.ShareFrom)
        {
            Write(json);
            return;
        }

        UInt128 hash = known ?? ContentHash.Of(json);
        if (TryRefer(hash))
        {
            return;
        }

        int start = line.WrittenCount;
        Write(json);
        _inThisLine.Add((hash, BaseOffset + start, line.WrittenCount - start));
    }

    /// <summary>Writes a value whose large strings are shared.</summary>
    public void Write(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JournalFormat.ReaderOptions);
        bool comma = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    Separate(comma);
                    line.Write("{"u8);
                    comma = false;
                    continue;
                case JsonTokenType.StartArray:
                    Separate(comma);
                    line.Write("["u8);
                    comma = false;
                    continue;
                case JsonTokenType.EndObject:
                    line.Write("}"u8);
                    break;
                case JsonTokenType.EndArray:
                    line.Write("]"u8);
                    break;
                case JsonTokenType.PropertyName:
                    Separate(comma);
                    WriteName(reader.ValueSpan);
                    comma = false;
                    continue;
                case JsonTokenType.String:
                    Separate(comma);
                    WriteString(json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2));
                    break;
                default:
                    Separate(comma);
                    line.Write(reader.ValueSpan);
                    break;
            }

            comma = true;
        }
    }

    public void WriteName(ReadOnlySpan<byte> name)
    {
        line.Write(JournalFormat.LooksReserved(name) ? "\"$"u8 : "\""u8);
        line.Write(name);
        line.Write("\":"u8);
    }

    private void WriteString(ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length < JournalFormat.ShareFrom)
        {
            line.Write(quoted);
            return;
        }

        UInt128 hash = ContentHash.Of(quoted);
        if (!TryRefer(hash))
        {
            _inThisLine.Add((hash, BaseOffset + line.WrittenCount, quoted.Length));
            line.Write(quoted);
        }
    }

    private bool TryRefer(UInt128 hash)
    {
        if (!_seen.TryGetValue(hash, out (long Offset, int Length) place))
        {
            return false;
        }

        line.Write(JournalFormat.ReferenceStart);
        WriteNumber(place.Offset);
        line.Write(","u8);
        WriteNumber(place.Length);
        line.Write("]}"u8);
        return true;
    }

    private void WriteNumber(long number)
    {
        number.TryFormat(line.GetSpan(20), out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        line.Advance(written);
    }

    private void Separate(bool comma)
    {
        if (comma)
        {
            line.Write(","u8);
        }
    }
}
