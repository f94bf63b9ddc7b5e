// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;
using NemoFlow.Text;

namespace NemoFlow.Codecs.AnthropicMessages;

/// <summary>Reads content blocks, the same in requests and in responses.</summary>
internal static partial class MessageBlocks
{
    /// <summary>The items of a message: it whole where it only says something, else one for every block.</summary>
    public static IEnumerable<LlmItem> ReadMessage(JsonElement message)
    {
        string? role = message.TextAt("role");
        JsonElement? content = message.At("content");
        if (content is { ValueKind: JsonValueKind.String } text)
        {
            return [new LlmItem { Kind = LlmItemKind.Message, Raw = message, Role = role, Text = text.Scalar() }];
        }

        if (content is not { ValueKind: JsonValueKind.Array } blocks || role is null)
        {
            return [new LlmItem { Kind = LlmItemKind.Unknown, Raw = message }];
        }

        return blocks.EnumerateArray().All(IsSaid)
            ? [new LlmItem { Kind = LlmItemKind.Message, Raw = message, Role = role, Text = SaidText(blocks) }]
            : Read(blocks, role);
    }

    /// <summary>One item for every block.</summary>
    public static List<LlmItem> Read(JsonElement blocks, string role)
    {
        List<LlmItem> items = [];
        List<JsonElement> list = blocks.ValueKind == JsonValueKind.Array ? [.. blocks.EnumerateArray()] : [];
        for (int i = 0; i < list.Count; i++)
        {
            items.Add(Read(list[i], i > 0 ? list[i - 1] : default, role, list));
        }

        return items;
    }

    private static LlmItem Read(JsonElement block, JsonElement before, string role, List<JsonElement> all)
    {
        string type = block.TextAt("type") ?? "";
        return type switch
        {
            "text" or "image" or "document" or "search_result" => new LlmItem
            {
                Kind = LlmItemKind.Message,
                Raw = block,
                Role = role,
                Text = block.TextAt("text"),
                Continues = type == "text" && before.TextAt("type") == "text" && (IsCited(block) || IsCited(before)),
            },
            "thinking" => new LlmItem { Kind = LlmItemKind.Reasoning, Raw = block, Text = block.TextAt("thinking") },
            "redacted_thinking" => new LlmItem { Kind = LlmItemKind.Reasoning, Raw = block },
            "tool_use" => new LlmItem
            {
                Kind = LlmItemKind.ToolCall,
                Raw = block,
                CallId = block.TextAt("id"),
                ToolName = block.TextAt("name"),
                Arguments = block.At("input"),
            },
            "server_tool_use" or "mcp_tool_use" => new LlmItem
            {
                Kind = LlmItemKind.ServerToolCall,
                Raw = block,
                CallId = block.TextAt("id"),
                ToolName = block.TextAt("name"),
                Arguments = block.At("input"),
                Result = ResultOf(block.TextAt("id"), all),
            },
            _ when IsResult(type) => new LlmItem { Kind = LlmItemKind.ToolResult, Raw = block, CallId = block.TextAt("tool_use_id"), Result = block.At("content") },
            _ => new LlmItem { Kind = LlmItemKind.Unknown, Raw = block, Role = role },
        };
    }

    /// <summary>
    /// What a user said. Clients put context of their own beside it, each in a block of its own inside one pair of tags; that is left out,
    /// unless there is nothing else.
    /// </summary>
    public static string? SaidText(JsonElement blocks)
    {
        List<string> texts = [.. blocks.EnumerateArray().Select(b => b.TextAt("text")).OfType<string>()];
        List<string> said = texts.FindAll(t => !Tagged().IsMatch(t));
        List<string> kept = said.Count > 0 ? said : texts;
        return kept.Count == 0 ? null : string.Join('\n', kept);
    }

    private static JsonElement? ResultOf(string? id, List<JsonElement> all) =>
        id is null ? null : all.Find(b => IsResult(b.TextAt("type") ?? "") && b.TextAt("tool_use_id") == id).At("content");

    /// <summary><c>tool_result</c>, and <c>web_search_tool_result</c>, <c>mcp_tool_result</c> … for what the provider ran.</summary>
    private static bool IsResult(string type) => type.EndsWith("tool_result", StringComparison.Ordinal);

    private static bool IsSaid(JsonElement block) => block.TextAt("type") is "text" or "image" or "document" or "search_result";

    private static bool IsCited(JsonElement block) => block.ItemsAt("citations").Any();

    [GeneratedRegex(@"\A\s*<([a-zA-Z][\w-]*)(?:\s[^>]*)?>.*</\1>\s*\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Tagged();
}
