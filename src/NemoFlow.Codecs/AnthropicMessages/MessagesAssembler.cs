// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Codecs.Sse;
using NemoFlow.Text;

namespace NemoFlow.Codecs.AnthropicMessages;

/// <summary>
/// Assembles a streamed message. <c>message_delta</c> tells usage as it stands, cumulative: it is laid over what <c>message_start</c>
/// told, which alone knows the input in many streams. Blocks and deltas of unknown types are kept as they came.
/// </summary>
internal sealed class MessagesAssembler : IStreamAssembler
{
    private readonly MergedJson _message = new();
    private readonly MergedJson _usage = new();
    private readonly List<(long Index, PartialBlock Block)> _blocks = [];
    private readonly List<JsonElement> _unknown = [];
    private readonly List<string> _flags = [];
    private JsonElement? _error;
    private bool _terminal;
    private int _events;
    private long _last = -1;

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

        switch (data.TextAt("type") ?? e.Name)
        {
            case "message_start":
                Start(data);
                break;
            case "content_block_start":
                StartBlock(data);
                break;
            case "content_block_delta":
                AddDelta(data);
                break;
            case "message_delta":
                Overlay(data.At("delta"), "content");
                Overlay(data, "type", "delta", "usage");
                _usage.Overlay(data.At("usage") ?? default);
                break;
            case "message_stop":
                Overlay(data, "type");
                _terminal = true;
                break;
            case "error":
                Fail(data);
                break;
            case not null when e.Name == "error":
                // A proxy may say the kind of error there.
                Fail(data);
                break;
            case "content_block_stop" or "ping":
                break;
            default:
                AddUnknown(data);
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

        if (_message.IsEmpty && _usage.IsEmpty && _blocks.Count == 0 && _error is null && _unknown.Count == 0)
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

    private void Start(JsonElement data)
    {
        if (data.At("message") is not { ValueKind: JsonValueKind.Object } message)
        {
            Flag("malformed_sse");
            return;
        }

        Overlay(message, "content", "usage");
        _usage.Overlay(message.At("usage") ?? default);
        foreach (JsonElement block in message.ItemsAt("content"))
        {
            // Nobody is known to send any, but what is sent is kept.
            Put(_last + 1, block);
        }
    }

    private void StartBlock(JsonElement data)
    {
        if (data.At("content_block") is { ValueKind: JsonValueKind.Object } block)
        {
            Put(data.LongAt("index") ?? _last + 1, block);
        }
        else
        {
            Flag("malformed_sse");
        }
    }

    /// <summary>Some proxies give all blocks the same index: another block follows then, and takes the deltas.</summary>
    private void Put(long index, JsonElement block)
    {
        if (block.ValueKind == JsonValueKind.Object)
        {
            _blocks.Add((index, new PartialBlock(block)));
            _last = Math.Max(_last, index);
        }
    }

    /// <summary>A delta of a block that never began has no place and is left out.</summary>
    private void AddDelta(JsonElement data)
    {
        long index = data.LongAt("index") ?? _last;
        int at = _blocks.FindLastIndex(b => b.Index == index);
        if (at >= 0 && data.At("delta") is { ValueKind: JsonValueKind.Object } delta)
        {
            _blocks[at].Block.Add(delta);
        }
        else
        {
            Flag("malformed_sse");
        }
    }

    private void AddUnknown(JsonElement data)
    {
        if (data.At("error") is not null)
        {
            // A proxy's own way to say it.
            Fail(data);
        }
        else
        {
            _unknown.Add(data);
        }
    }

    private void Fail(JsonElement data)
    {
        _error = data.At("error") ?? data;
        Overlay(data, "type", "error");
        _terminal = true;
    }

    private void Overlay(JsonElement? from, params ReadOnlySpan<string> without)
    {
        foreach (JsonProperty property in from is { ValueKind: JsonValueKind.Object } o ? o.EnumerateObject() : default)
        {
            if (!without.Contains(property.Name))
            {
                _message.Member(property.Name).Overlay(property.Value);
            }
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        _message.WriteMembersTo(writer, "content", "usage", "error", "unknown_events");
        writer.WriteStartArray("content");
        foreach ((_, PartialBlock block) in _blocks.OrderBy(b => b.Index))
        {
            block.WriteTo(writer);
        }

        writer.WriteEndArray();
        if (!_usage.IsEmpty)
        {
            writer.WritePropertyName("usage");
            _usage.WriteTo(writer);
        }

        if (_error is { } error)
        {
            writer.WritePropertyName("error");
            error.WriteVerbatimTo(writer);
        }

        if (_unknown.Count > 0)
        {
            writer.WriteStartArray("unknown_events");
            _unknown.ForEach(e => e.WriteVerbatimTo(writer));
            writer.WriteEndArray();
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
