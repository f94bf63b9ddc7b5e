// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIChat;

/// <summary>
/// The tool calls of a choice while they are streamed. Fragments are told apart by their index; providers that give all calls the
/// same index, or none, begin a new call with a new id and a name. An id alone begins none: some make one up for every fragment.
/// </summary>
internal sealed class PartialToolCalls
{
    private readonly List<(long? Index, MergedJson Call)> _calls = [];

    public bool IsEmpty => _calls.Count == 0;

    public void Add(JsonElement fragment)
    {
        if (fragment.ValueKind == JsonValueKind.Object)
        {
            Find(fragment).Append(fragment);
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach ((_, MergedJson call) in _calls.OrderBy(c => c.Index ?? long.MaxValue))
        {
            // The index is the place in the list, and no part of the buffered shape.
            call.WriteTo(writer, "index");
        }

        writer.WriteEndArray();
    }

    private MergedJson Find(JsonElement fragment)
    {
        long? index = fragment.LongAt("index");
        string? id = fragment.TextAt("id");
        int at = id is null ? -1 : _calls.FindLastIndex(c => (index is null || c.Index == index) && c.Call.TextOf("id") == id);
        if (at < 0)
        {
            at = _calls.FindLastIndex(c => index is null || c.Index == index);
            bool begins = id is not null && fragment.FirstText("function.name", "custom.name", "name") is not null;
            at = at >= 0 && begins && _calls[at].Call.TextOf("id") is not null ? -1 : at;
        }

        if (at < 0)
        {
            at = _calls.Count;
            _calls.Add((index, new MergedJson()));
        }

        return _calls[at].Call;
    }
}
