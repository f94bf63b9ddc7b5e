// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NemoFlow.Content.Redaction;

/// <summary>
/// Looks for the beginnings of many words at once. Each word goes into one of eight buckets; for the first three bytes of a place, two
/// tables of sixteen entries a byte say in which buckets that byte can be, sixteen places at a time. What is left after that is compared.
/// </summary>
internal sealed class NeedleSearch
{
    private const int Buckets = 8;
    private const int Fingerprint = 3;

    private readonly Vector128<byte>[] _low = new Vector128<byte>[Fingerprint];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[Fingerprint];
    private readonly byte[][] _tables = new byte[Fingerprint][];
    private readonly int[][] _inBucket;
    private readonly byte[][] _needles;

    /// <summary>By a hash of three bytes, whether a word begins with such: most places that pass the tables are none.</summary>
    private readonly bool[] _begins = new bool[1 << 16];

    /// <summary>Takes the words; each has three bytes or more.</summary>
    public NeedleSearch(IReadOnlyList<byte[]> needles)
    {
        _needles = [.. needles];
        foreach (byte[] needle in _needles)
        {
            _begins[Hash(needle)] = true;
        }

        List<int>[] inBucket = [[], [], [], [], [], [], [], []];
        for (int n = 0; n < needles.Count; n++)
        {
            inBucket[needles[n][0] % Buckets].Add(n);
        }

        _inBucket = Array.ConvertAll(inBucket, b => b.ToArray());
        for (int position = 0; position < Fingerprint; position++)
        {
            byte[] low = new byte[16];
            byte[] high = new byte[16];
            foreach (byte[] needle in needles)
            {
                byte bucket = (byte)(1 << (needle[0] % Buckets));
                low[needle[position] & 15] |= bucket;
                high[needle[position] >> 4] |= bucket;
            }

            _low[position] = Vector128.Create(low);
            _high[position] = Vector128.Create(high);
            byte[] table = new byte[256];
            for (int b = 0; b < table.Length; b++)
            {
                table[b] = (byte)(low[b & 15] & high[b >> 4]);
            }

            _tables[position] = table;
        }
    }

    /// <summary>The next place, from <paramref name="start"/> on, where a word begins; -1 where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="needle">Which word it is.</param>
    public int Next(ReadOnlySpan<byte> text, int start, out int needle)
    {
        int at = start;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte first = ref MemoryMarshal.GetReference(text);
            for (; at <= text.Length - Vector128<byte>.Count - Fingerprint + 1; at += Vector128<byte>.Count)
            {
                Vector128<byte> hits = Classes(Vector128.LoadUnsafe(ref first, (nuint)at), 0)
                    & Classes(Vector128.LoadUnsafe(ref first, (nuint)(at + 1)), 1)
                    & Classes(Vector128.LoadUnsafe(ref first, (nuint)(at + 2)), 2);
                if (hits == Vector128<byte>.Zero)
                {
                    continue;
                }

                uint places = ~Vector128.Equals(hits, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
                while (places != 0)
                {
                    int place = at + System.Numerics.BitOperations.TrailingZeroCount(places);
                    if (_begins[Hash(text.Slice(place, Fingerprint))] && Matches(text[place..], hits[place - at], out needle))
                    {
                        return place;
                    }

                    places &= places - 1;
                }
            }
        }

        for (; at <= text.Length - Fingerprint; at++)
        {
            int buckets = _tables[0][text[at]] & _tables[1][text[at + 1]] & _tables[2][text[at + 2]];
            if (buckets != 0 && Matches(text[at..], buckets, out needle))
            {
                return at;
            }
        }

        needle = -1;
        return -1;
    }

    private Vector128<byte> Classes(Vector128<byte> bytes, int position) =>
        Vector128.Shuffle(_low[position], bytes & Vector128.Create((byte)15)) & Vector128.Shuffle(_high[position], bytes >>> 4);

    private static int Hash(ReadOnlySpan<byte> text) => (text[0] | (text[1] << 8)) ^ (text[2] * 0xF1);

    private bool Matches(ReadOnlySpan<byte> text, int buckets, out int needle)
    {
        // A word's bucket follows from its first byte, so that only one of them can be right.
        int bucket = text[0] % Buckets;
        if ((buckets & (1 << bucket)) != 0 && _begins[Hash(text)])
        {
            foreach (int candidate in _inBucket[bucket])
            {
                if (text.StartsWith(_needles[candidate]))
                {
                    needle = candidate;
                    return true;
                }
            }
        }

        needle = -1;
        return false;
    }
}
