// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>Reads the items of the Responses API, the same in requests and in responses.</summary>
internal static class ResponsesItems
{
    /// <summary>Reads one item; what is not known is kept as it is.</summary>
    public static LlmItem Read(JsonElement item)
    {
        string type = item.TextAt("type") ?? (item.TextAt("role") is null ? "" : "message");
        return type switch
        {
            "message" => Message(item),
            "reasoning" => new LlmItem { Kind = LlmItemKind.Reasoning, Raw = item, Text = ReasoningText(item) },
            "function_call" => Call(item, FunctionName(item), item.At("arguments")),
            "custom_tool_call" => Call(item, item.TextAt("name"), item.At("input")),
            "local_shell_call" => Call(item, "local_shell", item.At("action")),
            "shell_call" => Call(item, "shell", item.At("action")),
            "apply_patch_call" => Call(item, "apply_patch", item.At("operation")),
            "computer_call" => Call(item, "computer", item.At("action") ?? item.At("actions")),
            "tool_search_call" when item.TextAt("execution") == "client" => Call(item, "tool_search", item.At("arguments")),
            _ when type.EndsWith("_call_output", StringComparison.Ordinal) || type is "tool_search_output" or "mcp_approval_response" => Result(item),
            _ when type.EndsWith("_call", StringComparison.Ordinal) => ServerCall(item, type),
            _ => new LlmItem { Kind = LlmItemKind.Unknown, Raw = item },
        };
    }

    private static LlmItem Message(JsonElement item)
    {
        List<string> texts = [];
        bool refusal = false;
        if (item.At("content") is { ValueKind: JsonValueKind.String } text)
        {
            texts.Add(text.GetString()!);
        }

        foreach (JsonElement part in item.ItemsAt("content"))
        {
            refusal |= part.TextAt("type") == "refusal";
            if ((part.TextAt("text") ?? part.TextAt("refusal")) is { } partText)
            {
                texts.Add(partText);
            }
        }

        return new LlmItem
        {
            Kind = refusal ? LlmItemKind.Refusal : LlmItemKind.Message,
            Raw = item,
            Role = item.TextAt("role"),
            Text = texts.Count == 0 ? null : string.Join('\n', texts),
        };
    }

    /// <summary>The reasoning itself where the provider shows it, else its summary; encrypted reasoning has no text.</summary>
    private static string? ReasoningText(JsonElement item)
    {
        string content = string.Join('\n', item.ItemsAt("content").Select(p => p.TextAt("text")).OfType<string>());
        string summary = string.Join('\n', item.ItemsAt("summary").Select(p => p.TextAt("text")).OfType<string>());
        string text = content.Length > 0 ? content : summary;
        return text.Length > 0 ? text : null;
    }

    /// <summary>
    /// Tools of several MCP servers may have one name: with the server's namespace it is the name that agents and their hooks use,
    /// <c>mcp__server__tool</c>. Other namespaces only group an agent's own tools.
    /// </summary>
    private static string? FunctionName(JsonElement item) =>
        item.TextAt("name") is { } name && item.TextAt("namespace") is { } space && space.StartsWith("mcp__", StringComparison.Ordinal) && !name.StartsWith(space, StringComparison.Ordinal)
            ? $"{space.TrimEnd('_')}__{name}"
            : item.TextAt("name");

    private static LlmItem Call(JsonElement item, string? name, JsonElement? arguments) => new()
    {
        Kind = LlmItemKind.ToolCall,
        Raw = item,
        CallId = item.FirstText("call_id", "id"),
        ToolName = name,
        Arguments = arguments,
    };

    /// <summary>Web search, file search, image generation, hosted MCP …: the call and its outcome are one item.</summary>
    private static LlmItem ServerCall(JsonElement item, string type) => new()
    {
        Kind = LlmItemKind.ServerToolCall,
        Raw = item,
        CallId = item.FirstText("id", "call_id"),
        ToolName = item.TextAt("name") ?? type[..^"_call".Length],
        Arguments = item.First("arguments", "action", "queries", "code"),
        Result = type == "image_generation_call" && item.TextAt("result") is { } data ? Image(item, data) : item.First("output", "results", "outputs", "result", "error"),
    };

    /// <summary>The item holds bare data; as a part of a content it is known for an image everywhere.</summary>
    private static JsonElement Image(JsonElement item, string data)
    {
        ArrayBufferWriter<byte> buffer = new(data.Length + 128);
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString("type", "image");
            writer.WriteStartObject("source");
            writer.WriteString("type", "base64");
            writer.WriteString("media_type", "image/" + (item.TextAt("output_format") ?? "png"));
            writer.WriteString("data", data);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static LlmItem Result(JsonElement item) => new()
    {
        Kind = LlmItemKind.ToolResult,
        Raw = item,
        CallId = item.FirstText("call_id", "approval_request_id"),
        Result = item.First("output", "tools", "approve"),
    };
}
