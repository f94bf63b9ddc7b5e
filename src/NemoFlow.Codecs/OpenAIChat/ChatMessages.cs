// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIChat;

/// <summary>Reads messages, the same in requests and in responses.</summary>
internal static class ChatMessages
{
    /// <summary>Where compatible providers put the reasoning. Several may hold the same text; the first that has one counts.</summary>
    private static readonly string[] ReasoningFields =
        ["reasoning_content", "reasoning", "reasoning_text", "thinking", "thoughts", "thinking_blocks", "reasoning_details"];

    /// <summary>The items of a message: reasoning, what it says, the tools it calls; or a tool's result.</summary>
    public static IEnumerable<LlmItem> Read(JsonElement message, string? role = null)
    {
        role = message.TextAt("role") ?? role;
        if (role is "tool" or "function")
        {
            return [Result(message, role)];
        }

        if (message.ValueKind != JsonValueKind.Object || (role is null && message.At("content") is null))
        {
            return [new LlmItem { Kind = LlmItemKind.Unknown, Raw = message }];
        }

        return [.. Reasoning(message), .. Said(message, role), .. Calls(message)];
    }

    private static LlmItem Result(JsonElement message, string role) => new()
    {
        Kind = LlmItemKind.ToolResult,
        Raw = message,
        CallId = message.TextAt("tool_call_id") ?? (role == "function" ? LegacyId(message) : null),
        ToolName = message.TextAt("name"),
        Result = message.At("content"),
    };

    private static IEnumerable<LlmItem> Reasoning(JsonElement message)
    {
        string[] fields = [.. ReasoningFields.Where(f => message.At(f) is { } value && !IsBlank(value))];
        foreach (JsonElement part in message.ItemsAt("content").Where(IsThought))
        {
            yield return new LlmItem { Kind = LlmItemKind.Reasoning, Raw = part, Text = ThoughtText(part) };
        }

        if (fields.Length > 0)
        {
            yield return new LlmItem
            {
                Kind = LlmItemKind.Reasoning,
                Raw = Members(message, fields),
                Text = fields.Select(f => ThoughtText(message.At(f)!.Value)).FirstOrDefault(t => t is not null),
            };
        }
    }

    private static IEnumerable<LlmItem> Said(JsonElement message, string? role)
    {
        List<string> texts = message.At("content") is { ValueKind: JsonValueKind.String } whole && whole.Scalar() is { } text ? [text] : [];
        List<JsonElement> parts = [.. message.ItemsAt("content").Where(p => !IsThought(p))];
        texts.AddRange(parts.Select(p => p.Scalar() ?? p.TextAt("text")).OfType<string>());
        List<string> refusals = [.. parts.Select(p => p.TextAt("refusal")).OfType<string>()];
        if ((message.TextAt("refusal") ?? (refusals.Count > 0 ? string.Join('\n', refusals) : null)) is { } refusal)
        {
            yield return new LlmItem { Kind = LlmItemKind.Refusal, Raw = message, Role = role, Text = refusal };
        }

        string? heard = message.TextAt("audio.transcript");
        if (texts.Count > 0 || (parts.Count > refusals.Count) || message.At("audio") is not null)
        {
            yield return new LlmItem
            {
                Kind = LlmItemKind.Message,
                Raw = message,
                Role = role,
                Text = texts.Count > 0 ? string.Join('\n', texts) : heard,
            };
        }
    }

    private static IEnumerable<LlmItem> Calls(JsonElement message)
    {
        foreach ((int position, JsonElement call) in message.ItemsAt("tool_calls").Index())
        {
            string? name = call.FirstText("function.name", "custom.name", "name");
            yield return new LlmItem
            {
                Kind = LlmItemKind.ToolCall,
                Raw = call,
                // Without an id of the provider's, name and place tell the calls of one response apart.
                CallId = call.TextAt("id") ?? string.Create(null, $"{name ?? "tool"}:{position}"),
                ToolName = name,
                Arguments = call.First("function.arguments", "custom.input", "arguments"),
            };
        }

        if (message.At("function_call") is { ValueKind: JsonValueKind.Object } function)
        {
            yield return new LlmItem
            {
                Kind = LlmItemKind.ToolCall,
                Raw = function,
                CallId = LegacyId(function),
                ToolName = function.TextAt("name"),
                Arguments = function.At("arguments"),
            };
        }
    }

    /// <summary>Calls had no ids before there were tools: the name joins call and result.</summary>
    private static string LegacyId(JsonElement named) => "function:" + (named.TextAt("name") ?? "unknown");

    private static bool IsThought(JsonElement part) => part.TextAt("type") is "thinking" or "reasoning" or "redacted_thinking";

    private static bool IsBlank(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Scalar() is null,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private static string? ThoughtText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.Scalar();
            case JsonValueKind.Array:
                string joined = string.Join('\n', value.EnumerateArray().Select(ThoughtText).OfType<string>());
                return joined.Length > 0 ? joined : null;
            case JsonValueKind.Object:
                return value.First("text", "summary", "thinking", "content", "reasoning") is { } inner ? ThoughtText(inner) : null;
            default:
                return null;
        }
    }

    private static JsonElement Members(JsonElement message, string[] names)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (string name in names)
            {
                writer.WritePropertyName(name);
                message.At(name)!.Value.WriteVerbatimTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000 });
    }
}
