// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Codecs.Sse;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>
/// Assembles a streamed response. The last <c>response.*</c> snapshot gives everything but the items; the items are those of the
/// terminal snapshot, else the finished ones in their order, else what the deltas had said when the stream broke off.
/// </summary>
internal sealed class ResponsesAssembler : IStreamAssembler
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private readonly SortedDictionary<long, PartialItem> _items = [];
    private readonly List<string> _flags = [];
    private JsonElement? _snapshot;
    private JsonElement? _error;
    private bool _terminal;
    private int _events;

    /// <inheritdoc/>
    public void Add(SseEvent e)
    {
        if (e.IsDone)
        {
            return;
        }

        _events++;
        JsonElement data;
        try
        {
            data = JsonElement.Parse(JsonCharacters.Repair(e.Data).Span, Options);
        }
        catch (JsonException)
        {
            Flag("malformed_sse");
            return;
        }

        string type = data.TextAt("type") ?? e.Name ?? "";
        switch (type)
        {
            case "response.output_item.added":
            case "response.output_item.done":
                if (data.At("item") is { } item)
                {
                    ItemAt(data).Take(item, type.EndsWith("done", StringComparison.Ordinal));
                }

                break;
            case "error":
                _error = data.At("error") ?? data;
                _terminal = true;
                break;
            default:
                TakeSnapshotOrDelta(type, data);
                break;
        }
    }

    /// <inheritdoc/>
    public AssembledResponse Finish()
    {
        if (!_terminal)
        {
            Flag("truncated_stream");
        }

        if (_snapshot is null && _error is null && _items.Count == 0)
        {
            return new AssembledResponse(default, _flags, _events);
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            Write(writer);
        }

        return new AssembledResponse(buffer.WrittenMemory, _flags, _events);
    }

    private void TakeSnapshotOrDelta(string type, JsonElement data)
    {
        if (data.At("response") is { ValueKind: JsonValueKind.Object } response)
        {
            _snapshot = response;
            _terminal |= type is "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled";
        }
        else if (data.At("delta") is { ValueKind: JsonValueKind.String } delta)
        {
            // A provider that numbers no items streams one after the other.
            PartialItem item = data.LongAt("output_index") is null && _items.Count > 0 ? _items.Values.Last() : ItemAt(data);
            item.Append(type, delta.GetString()!);
        }
    }

    private PartialItem ItemAt(JsonElement data)
    {
        long index = data.LongAt("output_index") ?? _items.Count;
        if (!_items.TryGetValue(index, out PartialItem? item))
        {
            _items.Add(index, item = new PartialItem());
        }

        return item;
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        bool hasOutput = false;
        foreach (JsonProperty property in _snapshot?.EnumerateObject() ?? default)
        {
            if (property.NameEquals("output"))
            {
                bool own = property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0 && _terminal;
                hasOutput |= own;
                if (!own)
                {
                    continue;
                }
            }

            if (_error is null || !property.NameEquals("error"))
            {
                property.WriteVerbatimTo(writer);
            }
        }

        if (!hasOutput)
        {
            writer.WriteStartArray("output");
            foreach (PartialItem item in _items.Values)
            {
                item.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        if (_error is { } error)
        {
            writer.WritePropertyName("error");
            error.WriteVerbatimTo(writer);
        }

        writer.WriteEndObject();
    }

    private void Flag(string flag)
    {
        if (!_flags.Contains(flag))
        {
            _flags.Add(flag);
        }
    }
}
