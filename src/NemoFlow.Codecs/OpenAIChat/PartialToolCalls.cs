// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIChat;

/// <summary>
/// The tool calls of a choice while they are streamed. Fragments are told apart by their index; providers that give all calls the
/// same index, or none, begin a new call with a new id.
/// </summary>
internal sealed class PartialToolCalls
{
    private readonly List<(long? Index, MergedJson Call)> _calls = [];

    public bool IsEmpty => _calls.Count == 0;

    public void Add(JsonElement fragment)
    {
        if (fragment.ValueKind == JsonValueKind.Object)
        {
            Find(fragment.LongAt("index"), fragment.TextAt("id")).Append(fragment);
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

    private MergedJson Find(long? index, string? id)
    {
        int at = index is null && id is not null
            ? _calls.FindLastIndex(c => c.Call.TextOf("id") == id)
            : _calls.FindLastIndex(c => index is null || c.Index == index);
        if (at >= 0 && (id is null || _calls[at].Call.TextOf("id") is not { } known || known == id))
        {
            return _calls[at].Call;
        }

        MergedJson call = new();
        _calls.Add((index, call));
        return call;
    }
}
