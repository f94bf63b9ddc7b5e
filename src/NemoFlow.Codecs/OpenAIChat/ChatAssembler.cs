// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Codecs.Sse;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIChat;

/// <summary>
/// Assembles a streamed completion. Fields that this version does not know are put together like those it knows: compatible
/// providers stream their reasoning in fields of their own.
/// </summary>
internal sealed class ChatAssembler : IStreamAssembler
{
    private readonly MergedJson _completion = new();
    private readonly MergedJson _usage = new();
    private readonly SortedDictionary<long, PartialChoice> _choices = [];
    private readonly List<string> _flags = [];
    private JsonElement? _error;
    private bool _done;
    private int _events;

    /// <inheritdoc/>
    public void Add(SseEvent e)
    {
        if (e.IsDone)
        {
            _done = true;
            return;
        }

        _events++;
        if (!SseJson.TryRead(e, out JsonElement chunk))
        {
            Flag("malformed_sse");
            return;
        }

        foreach (JsonProperty property in chunk.EnumerateObject())
        {
            switch (property.Name)
            {
                case "choices":
                    AddChoices(property.Value);
                    break;
                case "usage":
                    // Told again with every chunk by some, and cumulative then.
                    _usage.Overlay(property.Value);
                    break;
                case "error" when property.Value.ValueKind is not JsonValueKind.Null:
                    _error = property.Value;
                    break;
                default:
                    Put(property);
                    break;
            }
        }

        if (e.Name == "error" && _error is null)
        {
            _error = chunk;
        }
    }

    /// <inheritdoc/>
    public AssembledResponse Finish()
    {
        if (!_done && _error is null && (_choices.Count == 0 || _choices.Values.Any(c => !c.IsFinished)))
        {
            // Some providers leave out [DONE]: a finish reason for every choice says as much.
            Flag("truncated_stream");
        }

        if (_completion.IsEmpty && _usage.IsEmpty && _choices.Count == 0 && _error is null)
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

    private void AddChoices(JsonElement choices)
    {
        if (choices.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach ((int position, JsonElement choice) in choices.EnumerateArray().Index())
        {
            if (choice.ValueKind != JsonValueKind.Object)
            {
                Flag("malformed_sse");
                continue;
            }

            long index = choice.LongAt("index") ?? position;
            if (!_choices.TryGetValue(index, out PartialChoice? known))
            {
                _choices.Add(index, known = new PartialChoice());
            }

            known.Add(choice);
        }
    }

    /// <summary>The later value counts, but an empty text is none: the first chunks of some providers are blank forms.</summary>
    private void Put(JsonProperty property)
    {
        MergedJson member = _completion.Member(property.Name);
        if (property.Value.ValueKind != JsonValueKind.String || property.Value.Scalar() is not null || member.IsEmpty)
        {
            member.Overlay(property.Value);
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (_choices.Count > 0)
        {
            writer.WriteString("object", "chat.completion");
        }

        _completion.WriteMembersTo(writer, "object");
        writer.WriteStartArray("choices");
        foreach ((long index, PartialChoice choice) in _choices)
        {
            choice.WriteTo(writer, index);
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
