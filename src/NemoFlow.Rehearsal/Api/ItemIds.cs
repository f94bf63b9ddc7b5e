// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Rehearsal.Api;

/// <summary>Ids of one response: the same for the same scenario, thread and request number, unique otherwise.</summary>
internal sealed class ItemIds(string scenario, string thread, int ordinal)
{
    private int _items;

    public string Response { get; } = Make("resp", scenario, thread, ordinal, 0, 48);

    public string Request { get; } = Make("req", scenario, thread, ordinal, 0, 32);

    public string Item(string prefix) => Make(prefix, scenario, thread, ordinal, ++_items, 48);

    public string Call(int position) => Make("call", scenario, thread, ordinal, position, 24);

    /// <summary>An id of another API, whose prefix brings its own separator.</summary>
    public string Of(string prefix, int position = 0) => prefix + Make(prefix, scenario, thread, ordinal, position, 22)[(prefix.Length + 1)..];

    private static string Make(string prefix, string scenario, string thread, int ordinal, int position, int length)
    {
        string seed = FormattableString.Invariant($"{prefix}|{scenario}|{thread}|{ordinal}|{position}");
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));
        return $"{prefix}_{hash[..length]}";
    }
}
