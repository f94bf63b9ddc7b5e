// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Codecs.OpenAIChat;

/// <summary>One choice of a completion while it is streamed.</summary>
internal sealed class PartialChoice
{
    private readonly MergedJson _choice = new();
    private readonly MergedJson _message = new();
    private readonly PartialToolCalls _calls = new();

    public bool IsFinished => _choice.TextOf("finish_reason") is not null;

    public void Add(JsonElement choice)
    {
        foreach (JsonProperty property in choice.EnumerateObject())
        {
            if (property.NameEquals("delta"))
            {
                AddDelta(property.Value);
            }
            else if (property.NameEquals("message"))
            {
                // Some providers repeat the whole at the end, and others stream in the shape of a buffered response.
                if (_message.IsEmpty && _calls.IsEmpty)
                {
                    AddDelta(property.Value);
                }
            }
            else
            {
                _choice.Member(property.Name).Append(property.Value, property.Name);
            }
        }
    }

    public void WriteTo(Utf8JsonWriter writer, long index)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", index);
        writer.WriteStartObject("message");
        if (_calls.IsEmpty)
        {
            _message.WriteMembersTo(writer);
        }
        else
        {
            WriteContent(writer);
            _message.WriteMembersTo(writer, "tool_calls", "content");
            writer.WritePropertyName("tool_calls");
            _calls.WriteTo(writer);
        }

        writer.WriteEndObject();
        _choice.WriteMembersTo(writer, "index", "message");
        writer.WriteEndObject();
    }

    /// <summary>A message that only calls tools has no content, although its first delta may have an empty one.</summary>
    private void WriteContent(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("content");
        if (_message.TextOf("content") is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            _message.Member("content").WriteTo(writer);
        }
    }

    private void AddDelta(JsonElement delta)
    {
        foreach (JsonProperty property in delta.ValueKind == JsonValueKind.Object ? delta.EnumerateObject() : default)
        {
            if (property.NameEquals("tool_calls") && property.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement fragment in property.Value.EnumerateArray())
                {
                    _calls.Add(fragment);
                }
            }
            else
            {
                _message.Member(property.Name).Append(property.Value, property.Name);
            }
        }
    }
}
