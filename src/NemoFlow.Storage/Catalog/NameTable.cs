// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text;

namespace NemoFlow.Storage.Catalog;

/// <summary>Member names as strings, without making the same string ten thousand times.</summary>
internal static class NameTable
{
    private const int MaxLength = 32;
    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return "";
        }

        Span<char> chars = stackalloc char[MaxLength];
        int length = Encoding.UTF8.GetChars(utf8, chars);
        return Lookup.TryGetValue(chars[..length], out string? known) ? known : Names.GetOrAdd(new string(chars[..length]), static name => name);
    }
}
