// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.OpenInference;

/// <summary>Flattens messages into attributes below a prefix. Text alone is a message's content; anything more is told part by part.</summary>
internal sealed class OpenInferenceMessages(AttributeList attributes, string prefix, bool hideText, bool hideImages, int maxImage, Func<string, string?>? toolName = null)
{
    private int _count;

    /// <summary>A message with one text.</summary>
    public void AddText(string role, string text) => attributes.Add(Role(role) + "content", Shown(text));

    /// <summary>Items in their order: what the model said in one go is one message, every tool result is one of its own.</summary>
    public void Add(IReadOnlyList<LlmItem> items)
    {
        for (int i = 0; i < items.Count;)
        {
            int end = i + 1;
            if (IsAssistant(items[i]))
            {
                while (end < items.Count && IsAssistant(items[end]))
                {
                    end++;
                }

                AddAssistant([.. items.Skip(i).Take(end - i)]);
            }
            else if (items[i].Kind == LlmItemKind.ToolResult)
            {
                string message = Role("tool");
                attributes.Add(message + "content", Shown(ToolArguments.Result(items[i].Result).Text));
                attributes.Add(message + "tool_call_id", items[i].CallId);
                attributes.Add(message + "name", items[i].ToolName ?? (items[i].CallId is { } id ? toolName?.Invoke(id) : null));
            }
            else if (items[i].Kind == LlmItemKind.Message)
            {
                AddParts(Role(items[i].Role ?? "user"), Parts(items[i]));
            }

            i = end;
        }
    }

    private static bool IsAssistant(LlmItem item) => item.Kind switch
    {
        LlmItemKind.Reasoning or LlmItemKind.ToolCall or LlmItemKind.ServerToolCall or LlmItemKind.Refusal => true,
        LlmItemKind.Message => item.Role == "assistant",
        _ => false,
    };

    private string Role(string role)
    {
        string message = string.Create(null, $"{prefix}.{_count++}.message.");
        attributes.Add(message + "role", role);
        return message;
    }

    private void AddAssistant(List<LlmItem> items)
    {
        string message = Role("assistant");
        List<LlmItem> calls = items.FindAll(i => i.Kind is LlmItemKind.ToolCall or LlmItemKind.ServerToolCall);
        if (items.TrueForAll(i => i.Kind != LlmItemKind.Reasoning) && Texts(items) is { } text)
        {
            if (text.Length > 0)
            {
                attributes.Add(message + "content", Shown(text));
            }
        }
        else
        {
            AddOrdered(message, items);
        }

        for (int i = 0; i < calls.Count; i++)
        {
            AddCall(string.Create(null, $"{message}tool_calls.{i}.tool_call."), calls[i]);
        }
    }

    /// <summary>The texts of items that have nothing else; null where they have.</summary>
    private static string? Texts(List<LlmItem> items)
    {
        List<ContentPart> parts = [.. items.Where(i => i.Kind is LlmItemKind.Message or LlmItemKind.Refusal).SelectMany(Parts)];
        return parts.TrueForAll(p => p.Text is not null) ? string.Join('\n', parts.Select(p => p.Text)) : null;
    }

    private void AddOrdered(string message, List<LlmItem> items)
    {
        int at = 0;
        foreach (LlmItem item in items)
        {
            switch (item.Kind)
            {
                case LlmItemKind.Reasoning:
                    AddReasoning(Part(message, at++), item);
                    break;
                case LlmItemKind.ToolCall or LlmItemKind.ServerToolCall:
                    string content = Part(message, at++);
                    attributes.Add(content + "message_content.type", "tool_use");
                    AddCall(content + "tool_call.", item);
                    break;
                default:
                    foreach (ContentPart part in Parts(item))
                    {
                        AddPart(Part(message, at++), part);
                    }

                    break;
            }
        }
    }

    private void AddReasoning(string content, LlmItem item)
    {
        attributes.Add(content + "message_content.type", "reasoning");
        attributes.Add(content + "message_content.text", Shown(item.Text));
        attributes.Add(content + "message_content.id", item.Raw.TextAt("id"));
        attributes.Add(content + "message_content.signature", item.Raw.TextAt("signature"));
        attributes.Add(content + "message_content.data", item.Raw.TextAt("type") == "redacted_thinking" ? item.Raw.TextAt("data") : null);
        attributes.Add(content + "message_content.encrypted_content", item.Raw.TextAt("encrypted_content"));
    }

    private void AddParts(string message, List<ContentPart> parts)
    {
        if (parts.TrueForAll(p => p.Text is not null))
        {
            attributes.Add(message + "content", Shown(string.Join('\n', parts.Select(p => p.Text))));
            return;
        }

        for (int i = 0; i < parts.Count; i++)
        {
            AddPart(Part(message, i), parts[i]);
        }
    }

    private void AddPart(string content, ContentPart part)
    {
        if (part.Text is not null)
        {
            attributes.Add(content + "message_content.type", "text");
            attributes.Add(content + "message_content.text", Shown(part.Text));
            return;
        }

        attributes.Add(content + "message_content.type", part.Modality);
        if (part.Modality == "image")
        {
            attributes.Add(content + "message_content.image.image.url", Image(part));
        }
        else
        {
            attributes.Add(content + "message_content.text", part.Uri ?? part.FileId ?? $"[{part.MediaType ?? part.Modality}]");
        }
    }

    private string Image(ContentPart part)
    {
        if (hideImages || part.Data?.Length > maxImage)
        {
            return OpenInferenceHiding.Redacted;
        }

        return part.Data is { } data ? $"data:{part.MediaType ?? "image/png"};base64,{data}" : part.Uri ?? part.FileId ?? "";
    }

    private void AddCall(string call, LlmItem item)
    {
        attributes.Add(call + "id", item.CallId);
        attributes.Add(call + "function.name", item.ToolName);
        attributes.Add(call + "function.arguments", Shown(ToolArguments.Json(item.Arguments)));
    }

    private static string Part(string message, int at) => string.Create(null, $"{message}contents.{at}.");

    private static List<ContentPart> Parts(LlmItem item)
    {
        List<ContentPart> parts = [.. ContentPart.Of(item.Raw)];
        return parts.Count == 0 && item.Text is not null ? [new ContentPart("text", item.Text)] : parts;
    }

    private string? Shown(string? text) => text is not null && hideText ? OpenInferenceHiding.Redacted : text;
}
