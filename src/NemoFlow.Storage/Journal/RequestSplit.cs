// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace NemoFlow.Storage.Journal;

/// <summary>Where the members of a request's body and its items stand.</summary>
internal sealed class RequestSplit
{
    /// <summary>The members but the items: name and value.</summary>
    public List<(Range Name, Range Value)> Members { get; } = [];

    /// <summary>The elements of the items member, where it is an array.</summary>
    public List<Range> Items { get; } = [];

    /// <summary>True where the items member is an array; a plain string stays an ordinary member.</summary>
    public bool HasItems { get; private set; }

    public static RequestSplit Of(ReadOnlySpan<byte> json, string itemsMember)
    {
        RequestSplit split = new();
        byte[] itemsName = Encoding.UTF8.GetBytes(itemsMember);
        Utf8JsonReader reader = new(json, JournalFormat.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int nameStart = (int)reader.TokenStartIndex + 1;
            Range name = new(nameStart, nameStart + reader.ValueSpan.Length);
            // Compared as it is written: a name that cannot be read must not stop the recorder.
            bool items = reader.ValueSpan.SequenceEqual(itemsName);
            reader.Read();
            if (items && reader.TokenType == JsonTokenType.StartArray)
            {
                split.HasItems = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    split.Items.Add(SkipValue(ref reader));
                }

                continue;
            }

            split.Members.Add((name, SkipValue(ref reader)));
        }

        return split;
    }

    private static Range SkipValue(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new Range(start, (int)reader.BytesConsumed);
    }
}
