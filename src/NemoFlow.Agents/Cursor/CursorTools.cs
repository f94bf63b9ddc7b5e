// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Cursor;

/// <summary>
/// Reads Cursor's tool hooks. A shell command or an MCP call is told twice: by <c>preToolUse</c> and <c>postToolUse</c> with an id, and by
/// hooks of its own kind without one. Versions before 2.4 tell only the latter.
/// </summary>
internal static class CursorTools
{
    private const string ShellTool = "Shell";
    private const string McpPrefix = "MCP:";

    public static AgentEvent Read(AgentEvent e, HookInput input, string normalizedName)
    {
        JsonElement payload = input.Payload;
        string? id = HookFields.ToolCallId(payload);
        bool shell = normalizedName is "beforeshellexecution" or "aftershellexecution";
        bool mcp = normalizedName is "beforemcpexecution" or "aftermcpexecution";
        string name = shell && payload.FirstText("tool_name", "toolName", "tool.name") is null ? ShellTool : HookFields.ToolName(payload);
        JsonElement? arguments = Arguments(payload, shell);
        return e with
        {
            ToolCallId = id ?? "tool-" + input.FallbackId,
            ToolCallIdMinted = id is null,
            ToolName = name,
            Arguments = arguments,
            Result = e.Kind == AgentEventKind.ToolEnded ? HookFields.Result(payload) ?? payload.At("result_json") ?? ToolFailure.Read(payload) : null,
            Status = Status(payload, normalizedName),
            SameCallKey = Key(name, arguments, shell, mcp),
        };
    }

    private static JsonElement? Arguments(JsonElement payload, bool shell)
    {
        if (HookFields.Arguments(payload) is { } told)
        {
            return Unwrap(told);
        }

        return shell && payload.At("command") is { ValueKind: JsonValueKind.String } command ? CommandObject(command) : null;
    }

    private static string? Status(JsonElement payload, string normalizedName) =>
        payload.FirstText("status", "decision", "permission") ?? (normalizedName.Contains("fail", StringComparison.Ordinal)
            ? payload.TextAt("failure_type") == "permission_denied" ? "denied" : "error"
            : null);

    /// <summary>The command of a shell call; the name and the arguments of an MCP call; null for tools that are told once.</summary>
    private static string? Key(string name, JsonElement? arguments, bool shell, bool mcp)
    {
        if (shell || name.Equals(ShellTool, StringComparison.OrdinalIgnoreCase))
        {
            return arguments?.TextAt("command") is { } command ? "shell\n" + command : null;
        }

        bool prefixed = name.StartsWith(McpPrefix, StringComparison.OrdinalIgnoreCase);
        if (!mcp && !prefixed)
        {
            return null;
        }

        string tool = prefixed ? name[McpPrefix.Length..] : name;
        return "mcp\n" + tool + "\n" + (arguments is { } a ? Compact(a) : "");
    }

    /// <summary>Arguments of MCP calls are JSON in a string.</summary>
    private static JsonElement Unwrap(JsonElement arguments)
    {
        if (arguments.ValueKind != JsonValueKind.String || arguments.Scalar() is not { } text || text[0] is not ('{' or '['))
        {
            return arguments;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    private static JsonElement CommandObject(JsonElement command) => JsonBuilding.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("command");
        command.WriteVerbatimTo(writer);
        writer.WriteEndObject();
    });

    /// <summary>Without the white space that one hook writes and the other does not.</summary>
    private static string Compact(JsonElement element)
    {
        string json = element.GetRawText();
        StringBuilder compact = new(json.Length);
        bool quoted = false;
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            if (quoted && c == '\\')
            {
                compact.Append(c).Append(json[++i]);
                continue;
            }

            quoted ^= c == '"';
            if (quoted || !char.IsWhiteSpace(c))
            {
                compact.Append(c);
            }
        }

        return compact.ToString();
    }
}
