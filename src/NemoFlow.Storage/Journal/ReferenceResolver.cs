// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace NemoFlow.Storage.Journal;

/// <summary>Puts the shared values of a journal line back in.</summary>
internal sealed class ReferenceResolver(SafeFileHandle file)
{
    /// <summary>The line without references.</summary>
    /// <param name="line">The line.</param>
    /// <param name="position">Where in the file it begins: what it refers to stands before.</param>
    /// <exception cref="JsonException">A reference does not point to a value of an earlier line.</exception>
    public ReadOnlyMemory<byte> Resolve(ReadOnlyMemory<byte> line, long position)
    {
        if (line.Span.IndexOf("$nemo"u8) < 0)
        {
            return line;
        }

        LineBuffer output = new(line.Length * 2);
        Copy(line.Span, output, position);
        return output.WrittenSpan.ToArray();
    }

    private void Copy(ReadOnlySpan<byte> json, LineBuffer output, long before)
    {
        Utf8JsonReader reader = new(json, JournalFormat.LineReaderOptions);
        bool comma = false;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && comma)
            {
                output.Write(","u8);
            }

            comma = true;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when IsReference(reader, out long offset, out int length):
                    CopyShared(offset, length, output, before);
                    reader.Skip();
                    break;
                case JsonTokenType.StartObject:
                    output.Write("{"u8);
                    comma = false;
                    break;
                case JsonTokenType.StartArray:
                    output.Write("["u8);
                    comma = false;
                    break;
                case JsonTokenType.EndObject:
                    output.Write("}"u8);
                    break;
                case JsonTokenType.EndArray:
                    output.Write("]"u8);
                    break;
                case JsonTokenType.PropertyName:
                    output.Write("\""u8);
                    output.Write(JournalFormat.LooksReserved(reader.ValueSpan) ? reader.ValueSpan[1..] : reader.ValueSpan);
                    output.Write("\":"u8);
                    comma = false;
                    break;
                case JsonTokenType.String:
                    output.Write(json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2));
                    break;
                default:
                    output.Write(reader.ValueSpan);
                    break;
            }
        }
    }

    /// <summary>Looks ahead on a copy of the reader.</summary>
    private static bool IsReference(Utf8JsonReader reader, out long offset, out int length)
    {
        offset = 0;
        length = 0;
        return reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.SequenceEqual(JournalFormat.ReferenceName)
            && reader.Read() && reader.TokenType == JsonTokenType.StartArray
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out offset)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out length);
    }

    private void CopyShared(long offset, int length, LineBuffer output, long before)
    {
        // References only ever point backwards, so following them ends.
        if (offset < 0 || length <= 0 || offset > before - length)
        {
            throw new JsonException("A shared value does not stand before its reference.");
        }

        byte[] value = new byte[length];
        if (RandomAccess.Read(file, value, offset) != length)
        {
            throw new JsonException("A shared value lies beyond the end of the journal.");
        }

        if (value[0] == '"')
        {
            output.Write(value);
        }
        else
        {
            Copy(value, output, offset);
        }
    }
}
