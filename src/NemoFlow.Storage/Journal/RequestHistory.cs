// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;

namespace NemoFlow.Storage.Journal;

/// <summary>Knows, by thread, the items of the previous request, so that a request is written as what it adds.</summary>
internal sealed class RequestHistory
{
    private static ReadOnlySpan<byte> Marker => "\"cache_control\""u8;

    private readonly Dictionary<string, List<UInt128>> _threads = new(StringComparer.Ordinal);

    public void Forget() => _threads.Clear();

    /// <summary>How many leading items the thread's previous request had too; the request takes its place.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="json">The request's body.</param>
    /// <param name="items">Where its items stand.</param>
    /// <param name="hashes">Their hashes.</param>
    public int Advance(string thread, ReadOnlySpan<byte> json, IReadOnlyList<Range> items, out List<UInt128> hashes)
    {
        hashes = new List<UInt128>(items.Count);
        foreach (Range item in items)
        {
            hashes.Add(HashOf(json[item]));
        }

        int shared = 0;
        if (_threads.TryGetValue(thread, out List<UInt128>? previous))
        {
            while (shared < previous.Count && shared < hashes.Count && previous[shared] == hashes[shared])
            {
                shared++;
            }
        }

        _threads[thread] = hashes;
        return shared;
    }

    /// <summary>True where the item's hash leaves something of it out.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> item) => item.IndexOf(Marker) >= 0;

    /// <summary>Clients move their <c>cache_control</c> marker from request to request: the item is the same all the same.</summary>
    private static UInt128 HashOf(ReadOnlySpan<byte> item)
    {
        if (!IsMarked(item))
        {
            return ContentHash.Of(item);
        }

        ArrayBufferWriter<byte> kept = new(item.Length);
        Utf8JsonReader reader = new(item, JournalFormat.ReaderOptions);
        int copied = 0;
        int previousEnd = 0;
        bool isFirst = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && item[(int)reader.TokenStartIndex..].StartsWith(Marker))
            {
                // Cut together with the comma before it or, where it comes first, with the one behind it.
                kept.Write(item[copied..previousEnd]);
                reader.Read();
                reader.Skip();
                copied = (int)reader.BytesConsumed;
                if (isFirst)
                {
                    copied += CommaLength(item[copied..]);
                }

                previousEnd = copied;
                continue;
            }

            isFirst = reader.TokenType == JsonTokenType.StartObject;
            previousEnd = (int)reader.BytesConsumed;
        }

        kept.Write(item[copied..]);
        return ContentHash.Of(kept.WrittenSpan);
    }

    private static int CommaLength(ReadOnlySpan<byte> rest)
    {
        int comma = rest.IndexOfAnyExcept(" \t\r\n"u8);
        return comma >= 0 && rest[comma] == ',' ? comma + 1 : 0;
    }
}
