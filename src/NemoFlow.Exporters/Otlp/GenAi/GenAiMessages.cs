// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>
/// Messages in the form of the conventions' JSON schemas. Only their own part types are written: the schemas let any other type through,
/// so that a provider's own words would pass and mean nothing to a reader.
/// </summary>
internal static class GenAiMessages
{
    /// <summary><c>gen_ai.input.messages</c>; null where there is none.</summary>
    public static string? Input(IReadOnlyList<LlmItem> items)
    {
        List<(string Role, List<LlmItem> Items)> messages = Group(items);
        return messages.Count == 0 ? null : GenAiJson.Text(writer =>
        {
            writer.WriteStartArray();
            foreach ((string role, List<LlmItem> parts) in messages)
            {
                WriteMessage(writer, role, parts, null);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary><c>gen_ai.output.messages</c>, a message for each choice; null where nothing was said.</summary>
    public static string? Output(LlmResponse response)
    {
        List<(List<LlmItem> Parts, LlmFinish Finish)> answers =
        [
            .. response.OtherChoices.Select(c => (c.Items, c.Finish)).Prepend((response.Items, response.Finish))
                .Select(c => (c.Item1.Where(IsShown).ToList(), c.Item2)).Where(c => c.Item1.Count > 0),
        ];
        return answers.Count == 0 ? null : GenAiJson.Text(writer =>
        {
            writer.WriteStartArray();
            answers.ForEach(a => WriteMessage(writer, "assistant", a.Parts, Finish(a.Finish)));
            writer.WriteEndArray();
        });
    }

    /// <summary>One message with one text: a prompt, or an answer with its <paramref name="finish"/>.</summary>
    public static string? Plain(string role, string? text, string? finish = null) => text is null ? null : GenAiJson.Text(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteStartArray("parts");
        WriteText(writer, text);
        writer.WriteEndArray();
        if (finish is not null)
        {
            writer.WriteString("finish_reason", finish);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    /// <summary><c>gen_ai.system_instructions</c>: parts without a role; null where there are none.</summary>
    public static string? Instructions(JsonElement? body)
    {
        List<ContentPart> parts = body?.First("instructions", "system") is { } value ? [.. ContentPart.Of(value)] : [];
        return parts.Count == 0 ? null : GenAiJson.Text(writer =>
        {
            writer.WriteStartArray();
            parts.ForEach(p => WritePart(writer, p));
            writer.WriteEndArray();
        });
    }

    private static string Finish(LlmFinish finish) => finish switch
    {
        LlmFinish.Length => "length",
        LlmFinish.ToolUse => "tool_call",
        LlmFinish.ContentFilter => "content_filter",
        LlmFinish.Error => "error",
        _ => "stop",
    };

    private static bool IsShown(LlmItem item) => item.Kind switch
    {
        LlmItemKind.Unknown => false,
        LlmItemKind.Reasoning => item.Text is not null,
        _ => true,
    };

    /// <summary>Items one after the other that one role says are one message.</summary>
    private static List<(string Role, List<LlmItem> Items)> Group(IReadOnlyList<LlmItem> items)
    {
        List<(string Role, List<LlmItem> Items)> messages = [];
        foreach (LlmItem item in items.Where(IsShown))
        {
            string role = Role(item);
            if (messages.Count == 0 || messages[^1].Role != role)
            {
                messages.Add((role, []));
            }

            messages[^1].Items.Add(item);
        }

        return messages;
    }

    private static string Role(LlmItem item) => item.Kind switch
    {
        LlmItemKind.ToolResult => "tool",
        LlmItemKind.ToolCall or LlmItemKind.ServerToolCall or LlmItemKind.Reasoning or LlmItemKind.Refusal => "assistant",
        _ => item.Role switch
        {
            "developer" or "system" => "system",
            "assistant" or "tool" => item.Role,
            _ => "user",
        },
    };

    private static void WriteMessage(Utf8JsonWriter writer, string role, List<LlmItem> items, string? finish)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteStartArray("parts");
        items.ForEach(i => WriteItem(writer, i));
        writer.WriteEndArray();
        if (finish is not null)
        {
            writer.WriteString("finish_reason", finish);
        }

        writer.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter writer, LlmItem item)
    {
        switch (item.Kind)
        {
            case LlmItemKind.Reasoning:
                writer.WriteStartObject();
                writer.WriteString("type", "reasoning");
                writer.WriteString("content", item.Text);
                writer.WriteEndObject();
                break;
            case LlmItemKind.ToolCall:
                writer.WriteStartObject();
                writer.WriteString("type", "tool_call");
                WriteCall(writer, item);
                if (ToolArguments.Json(item.Arguments) is { } arguments)
                {
                    writer.WritePropertyName("arguments");
                    writer.WriteRawValue(arguments, skipInputValidation: true);
                }

                writer.WriteEndObject();
                break;
            case LlmItemKind.ServerToolCall:
                WriteServerCall(writer, item);
                break;
            case LlmItemKind.ToolResult:
                WriteResult(writer, item);
                break;
            default:
                WriteContent(writer, item);
                break;
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, LlmItem item)
    {
        List<ContentPart> parts = [.. ContentPart.Of(item.Raw)];
        if (parts.Count == 0 && item.Text is not null)
        {
            parts.Add(new ContentPart("text", item.Text));
        }

        parts.ForEach(p => WritePart(writer, p));
    }

    private static void WriteCall(Utf8JsonWriter writer, LlmItem item)
    {
        if (item.CallId is not null)
        {
            writer.WriteString("id", item.CallId);
        }

        writer.WriteString("name", item.ToolName ?? "unknown_tool");
    }

    private static void WriteServerCall(Utf8JsonWriter writer, LlmItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "server_tool_call");
        WriteCall(writer, item);
        writer.WriteStartObject("server_tool_call");
        writer.WriteString("type", item.ToolName ?? "unknown_tool");
        if (item.Arguments is { } arguments)
        {
            writer.WritePropertyName("arguments");
            arguments.WriteVerbatimTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, LlmItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "tool_call_response");
        if (item.CallId is not null)
        {
            writer.WriteString("id", item.CallId);
        }

        (string? text, bool isJson) = ToolArguments.Result(item.Result);
        writer.WritePropertyName("response");
        if (text is not null && isJson)
        {
            writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(text ?? "");
        }

        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, ContentPart part)
    {
        if (part.Text is not null)
        {
            WriteText(writer, part.Text);
            return;
        }

        (string type, string member, string? value) = part switch
        {
            { Data: { } data } => ("blob", "content", data),
            { Uri: { } uri } => ("uri", "uri", uri),
            _ => ("file", "file_id", part.FileId),
        };
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("modality", part.Modality);
        if (part.MediaType is not null)
        {
            writer.WriteString("mime_type", part.MediaType);
        }

        writer.WriteString(member, value ?? "");
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("content", text);
        writer.WriteEndObject();
    }
}
