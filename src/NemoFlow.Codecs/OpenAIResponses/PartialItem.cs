// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>An output item while it is streamed: its skeleton, and the text of its deltas in case it is never finished.</summary>
/// <param name="index">Its place in the output.</param>
internal sealed class PartialItem(long index)
{
    private readonly SortedDictionary<long, (string Type, StringBuilder Text)> _content = [];
    private readonly SortedDictionary<long, (string Type, StringBuilder Text)> _summary = [];
    private readonly StringBuilder _argument = new();
    private string? _argumentOf;
    private JsonElement? _item;

    public long Index => index;

    /// <summary>The provider's name for it, once known.</summary>
    public string? Id => _item?.FirstText("id", "call_id");

    public bool IsDone { get; private set; }

    public void Take(JsonElement item, bool done)
    {
        _item = item;
        IsDone |= done;
    }

    /// <summary>True where the item, which is finished, is told once more rather than followed by another in its place.</summary>
    public bool IsSame(JsonElement item) =>
        item.FirstText("id", "call_id") is { } id ? id == Id : _item is { } known && JsonElement.DeepEquals(known, item);

    /// <summary>Takes a piece of the item's text or, with <paramref name="whole"/>, all of it.</summary>
    /// <param name="field">The field as events name it, for example <c>output_text</c>.</param>
    /// <param name="data">The event, which says the part of the item.</param>
    /// <param name="text">The piece.</param>
    /// <param name="whole">True where nothing more of it comes.</param>
    public void Append(string field, JsonElement data, string text, bool whole)
    {
        StringBuilder? target = field switch
        {
            "output_text" => Part(_content, data.LongAt("content_index"), "output_text"),
            "refusal" => Part(_content, data.LongAt("content_index"), "refusal"),
            "reasoning_text" => Part(_content, data.LongAt("content_index"), "reasoning_text"),
            "reasoning_summary_text" => Part(_summary, data.LongAt("summary_index"), "summary_text"),
            "function_call_arguments" => Argument("function_call"),
            "mcp_call_arguments" => Argument("mcp_call"),
            "custom_tool_call_input" => Argument("custom_tool_call"),
            "code_interpreter_call_code" => Argument("code_interpreter_call"),
            _ => null,
        };
        if (whole)
        {
            target?.Clear();
        }

        target?.Append(text);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_item is { } item && (IsDone || (_content.Count == 0 && _summary.Count == 0 && _argument.Length == 0)))
        {
            item.WriteVerbatimTo(writer);
            return;
        }

        WriteUnfinished(writer);
    }

    /// <summary>The skeleton with the deltas in it, marked as the provider marks unfinished items.</summary>
    private void WriteUnfinished(Utf8JsonWriter writer)
    {
        bool thinks = _summary.Count > 0 || _content.Values.Any(p => p.Type == "reasoning_text");
        string type = _item?.TextAt("type") ?? _argumentOf ?? (thinks ? "reasoning" : "message");
        string argument = type switch
        {
            "custom_tool_call" => "input",
            "code_interpreter_call" => "code",
            _ => "arguments",
        };
        writer.WriteStartObject();
        foreach (JsonProperty property in _item?.EnumerateObject() ?? default)
        {
            if (property.Name is not ("type" or "status" or "content" or "summary") && property.Name != argument)
            {
                property.WriteVerbatimTo(writer);
            }
        }

        writer.WriteString("type", type);
        writer.WriteString("status", "incomplete");
        WriteParts(writer, "content", _content);
        WriteParts(writer, "summary", _summary);
        if (_argument.Length > 0)
        {
            writer.WriteString(argument, _argument.ToString());
        }

        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, string member, SortedDictionary<long, (string Type, StringBuilder Text)> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(member);
        foreach ((string type, StringBuilder text) in parts.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString(type == "refusal" ? "refusal" : "text", text.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static StringBuilder Part(SortedDictionary<long, (string Type, StringBuilder Text)> parts, long? index, string type)
    {
        long at = index ?? Math.Max(0, parts.Count - 1);
        if (!parts.TryGetValue(at, out (string Type, StringBuilder Text) part))
        {
            parts.Add(at, part = (type, new StringBuilder()));
        }

        return part.Text;
    }

    private StringBuilder Argument(string itemType)
    {
        _argumentOf ??= itemType;
        return _argument;
    }
}
