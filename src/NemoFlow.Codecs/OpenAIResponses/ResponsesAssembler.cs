// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Codecs.Sse;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>
/// Assembles a streamed response. The <c>response.*</c> snapshots give everything but the items; the items are those of the
/// terminal snapshot, else the finished ones in their order, else what the deltas had said when the stream broke off.
/// </summary>
internal sealed class ResponsesAssembler : IStreamAssembler
{
    private readonly PartialOutput _output = new();
    private readonly OrderedDictionary<string, JsonElement> _known = new(StringComparer.Ordinal);
    private readonly List<string> _flags = [];
    private JsonElement? _snapshot;
    private JsonElement? _error;
    private string? _terminal;
    private int _events;

    /// <inheritdoc/>
    public void Add(SseEvent e)
    {
        if (e.IsDone)
        {
            return;
        }

        _events++;
        if (!SseJson.TryRead(e, out JsonElement data))
        {
            Flag("malformed_sse");
            return;
        }

        string type = data.TextAt("type") ?? e.Name ?? "";
        if (type is "response.output_item.added" or "response.output_item.done")
        {
            if (data.At("item") is { ValueKind: JsonValueKind.Object } item)
            {
                _output.Take(data, item, type.EndsWith("done", StringComparison.Ordinal));
            }
            else
            {
                Flag("malformed_sse");
            }
        }
        else if (data.At("response") is { ValueKind: JsonValueKind.Object } response)
        {
            TakeSnapshot(type, response);
        }
        else if (type == "error" || e.Name == "error" || (data.At("error") is not null && !type.StartsWith("response.", StringComparison.Ordinal)))
        {
            // Proxies say it in ways of their own.
            _error = data.At("error") ?? data;
        }
        else
        {
            TakeText(type, data);
        }
    }

    /// <inheritdoc/>
    public AssembledResponse Finish()
    {
        if (_terminal is null && _error is null)
        {
            Flag("truncated_stream");
        }

        if (_snapshot is null && _error is null && _output.Count == 0)
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

    /// <summary>The last snapshot counts, but some providers leave out of it what an earlier one had.</summary>
    private void TakeSnapshot(string type, JsonElement response)
    {
        _snapshot = response;
        foreach (JsonProperty property in response.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                _known[property.Name] = property.Value;
            }
        }

        if (type is "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled" or "response.done")
        {
            _terminal = type["response.".Length..];
        }
    }

    /// <summary>Some providers tell a text only when it is whole.</summary>
    private void TakeText(string type, JsonElement data)
    {
        if (!type.StartsWith("response.", StringComparison.Ordinal))
        {
            return;
        }

        string field = type["response.".Length..];
        if (field.EndsWith(".delta", StringComparison.Ordinal) && data.At("delta") is { ValueKind: JsonValueKind.String } delta)
        {
            _output.For(data).Append(field[..^".delta".Length], data, delta.GetString()!, whole: false);
        }
        else if (field.EndsWith(".done", StringComparison.Ordinal) && data.FirstText("text", "refusal", "arguments", "input", "code") is { } whole)
        {
            _output.For(data).Append(field[..^".done".Length], data, whole, whole: true);
        }
    }

    /// <summary>What broke off may tell fewer items in its snapshot than were streamed.</summary>
    private bool HasOutput(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && _terminal is not null && (_terminal is "completed" or "done" || value.GetArrayLength() >= _output.Count);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        bool hasOutput = false;
        foreach (JsonProperty property in _snapshot?.EnumerateObject() ?? default)
        {
            bool told = property.Value.ValueKind != JsonValueKind.Null || !_known.ContainsKey(property.Name);
            if (told && (property.NameEquals("output") ? hasOutput |= HasOutput(property.Value) : _error is null || !property.NameEquals("error")))
            {
                _known.Remove(property.Name);
                property.WriteVerbatimTo(writer);
            }
        }

        WriteKnown(writer);
        if (!hasOutput)
        {
            writer.WriteStartArray("output");
            foreach (PartialItem item in _output.Items)
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

    /// <summary>What only earlier snapshots told; how it stands is then in the name of the event.</summary>
    private void WriteKnown(Utf8JsonWriter writer)
    {
        foreach ((string name, JsonElement value) in _known)
        {
            if (name == "status" && _terminal is not null)
            {
                continue;
            }

            if (name is not ("output" or "error"))
            {
                writer.WritePropertyName(name);
                value.WriteVerbatimTo(writer);
            }
        }

        if (_terminal is { } terminal && _snapshot?.At("status") is null)
        {
            writer.WriteString("status", terminal == "done" ? "completed" : terminal);
        }
    }

    private void Flag(string flag)
    {
        if (!_flags.Contains(flag))
        {
            _flags.Add(flag);
        }
    }
}
