// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>An output item while it is streamed: its skeleton, and the text of its deltas in case it is never finished.</summary>
internal sealed class PartialItem
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _arguments = new();
    private readonly StringBuilder _summary = new();
    private JsonElement? _item;
    private bool _done;

    public void Take(JsonElement item, bool done)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            _item = item;
            _done |= done;
        }
    }

    public void Append(string eventType, string delta)
    {
        StringBuilder? target = eventType switch
        {
            "response.output_text.delta" or "response.refusal.delta" or "response.reasoning_text.delta" => _text,
            "response.reasoning_summary_text.delta" => _summary,
            "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta" or "response.mcp_call_arguments.delta" => _arguments,
            _ => null,
        };
        target?.Append(delta);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_item is { } item && (_done || (_text.Length == 0 && _arguments.Length == 0 && _summary.Length == 0)))
        {
            item.WriteVerbatimTo(writer);
            return;
        }

        WriteUnfinished(writer);
    }

    /// <summary>The skeleton with the deltas in it, marked as the provider marks unfinished items.</summary>
    private void WriteUnfinished(Utf8JsonWriter writer)
    {
        string type = _item?.TextAt("type") ?? (_arguments.Length > 0 ? "function_call" : _summary.Length > 0 ? "reasoning" : "message");
        writer.WriteStartObject();
        foreach (JsonProperty property in _item?.EnumerateObject() ?? default)
        {
            if (property.Name is not ("type" or "status" or "content" or "summary" or "arguments" or "input"))
            {
                property.WriteVerbatimTo(writer);
            }
        }

        writer.WriteString("type", type);
        writer.WriteString("status", "incomplete");
        if (_text.Length > 0)
        {
            WriteParts(writer, "content", type == "reasoning" ? "reasoning_text" : "output_text", _text);
        }

        if (_summary.Length > 0)
        {
            WriteParts(writer, "summary", "summary_text", _summary);
        }

        if (_arguments.Length > 0)
        {
            writer.WriteString(type == "custom_tool_call" ? "input" : "arguments", _arguments.ToString());
        }

        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, string member, string partType, StringBuilder text)
    {
        writer.WriteStartArray(member);
        writer.WriteStartObject();
        writer.WriteString("type", partType);
        writer.WriteString("text", text.ToString());
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
