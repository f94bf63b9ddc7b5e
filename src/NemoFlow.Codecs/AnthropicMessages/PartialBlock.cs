// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.AnthropicMessages;

/// <summary>A content block while it is streamed: what its start said, and what the deltas added.</summary>
internal sealed class PartialBlock(JsonElement start)
{
    /// <summary>Arguments come from a model and may be nested as deep as it likes; deeper ones are kept as text.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _told = new(StringComparer.Ordinal);
    private readonly List<JsonElement> _citations = [];
    private readonly List<JsonElement> _unknown = [];

    public void Add(JsonElement delta)
    {
        string? member = delta.TextAt("type") switch
        {
            "text_delta" => "text",
            "thinking_delta" => "thinking",
            "signature_delta" => "signature",
            "input_json_delta" => "partial_json",
            "citations_delta" => "citation",
            "compaction_delta" => "content",
            _ => null,
        };
        if (member is null)
        {
            _unknown.Add(delta);
            return;
        }

        foreach (JsonProperty property in delta.EnumerateObject())
        {
            if (property.NameEquals(member))
            {
                Take(member, property.Value);
            }
            else if (!property.NameEquals("type"))
            {
                _told[property.Name] = property.Value;
            }
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in start.EnumerateObject())
        {
            if (!Replaces(property))
            {
                property.WriteVerbatimTo(writer);
            }
        }

        foreach ((string member, StringBuilder text) in _texts)
        {
            if (member == "partial_json")
            {
                WriteInput(writer, text.ToString());
            }
            else
            {
                writer.WriteString(member, Before(member) + text);
            }
        }

        if (_citations.Count > 0)
        {
            WriteList(writer, "citations", start.ItemsAt("citations").Concat(_citations));
        }

        foreach ((string member, JsonElement value) in _told)
        {
            writer.WritePropertyName(member);
            value.WriteVerbatimTo(writer);
        }

        if (_unknown.Count > 0)
        {
            WriteList(writer, "unknown_deltas", _unknown);
        }

        writer.WriteEndObject();
    }

    private void Take(string member, JsonElement value)
    {
        if (member == "citation")
        {
            _citations.Add(value);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            if (!_texts.TryGetValue(member, out StringBuilder? text))
            {
                _texts.Add(member, text = new StringBuilder());
            }

            if (member == "signature")
            {
                // Told whole.
                text.Clear();
            }

            text.Append(value.GetString());
        }
    }

    private bool Replaces(JsonProperty property) => property.Name switch
    {
        "input" => _texts.TryGetValue("partial_json", out StringBuilder? json) && json.Length > 0,
        "citations" => _citations.Count > 0,
        "unknown_deltas" => _unknown.Count > 0,
        string name => _texts.ContainsKey(name) || _told.ContainsKey(name),
    };

    /// <summary>The start may have had the beginning of the text.</summary>
    private string? Before(string member) =>
        member != "signature" && start.At(member) is { ValueKind: JsonValueKind.String } text ? text.Scalar() : null;

    /// <summary>A stream may break off in the midst of the arguments: what arrived is then kept as text.</summary>
    private static void WriteInput(Utf8JsonWriter writer, string json)
    {
        if (json.Length == 0)
        {
            return;
        }

        writer.WritePropertyName("input");
        try
        {
            JsonElement.Parse(Encoding.UTF8.GetBytes(json), Options).WriteVerbatimTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(json);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string member, IEnumerable<JsonElement> values)
    {
        writer.WriteStartArray(member);
        foreach (JsonElement value in values)
        {
            value.WriteVerbatimTo(writer);
        }

        writer.WriteEndArray();
    }
}
