// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Common;

/// <summary>Where the fields of a hook payload stand: the first path that has a scalar wins. Agents name the same thing differently.</summary>
internal static class HookFields
{
    private static readonly string[] EventNamePaths = ["hook_event_name", "event_name", "eventName", "event", "type", "name"];

    private static readonly string[] MetadataFields =
        ["cwd", "transcript_path", "agent_transcript_path", "project_dir", "user_email", "model", "agent_id", "agent_type", "permission_mode", "source", "reason"];

    private static readonly string[] FailureFields = ["error", "reason", "is_interrupt", "duration_ms"];

    public static string EventName(JsonElement payload) =>
        payload.FirstText(EventNamePaths) ?? payload.At("extra")?.FirstText(EventNamePaths) ?? "unknown";

    public static string? SessionId(HookInput input) => input.Headers.GetValueOrDefault(HeaderNames.SessionId) ?? input.Payload.FirstText(
        "session_id", "sessionId", "session.id", "conversation_id", "conversationId", "parent_session_id", "task_id", "extra.session_id", "extra.task_id");

    public static string? SubagentId(HookInput input) => input.Payload.FirstText(
        "subagent_id", "subagentId", "child_subagent_id", "childSubagentId", "agent_id", "agentId", "subagent.id", "agent.id", "extra.subagent_id", "extra.agent_id")
        ?? input.Headers.GetValueOrDefault(HeaderNames.SubagentId);

    /// <summary>The subagent whose session the hook came from, where that is another than the one it tells of.</summary>
    public static string? Launcher(HookInput input, string? told) =>
        input.Headers.GetValueOrDefault(HeaderNames.SubagentId) is { } from && from != told ? from : null;

    /// <summary>An argument that happens to be called <c>id</c> is no call id where the tool takes arbitrary arguments (MCP).</summary>
    public static string? ToolCallId(JsonElement payload) => payload.FirstText(
        "tool_call_id", "toolCallId", "tool_use_id", "toolUseId", "call_id", "extra.tool_call_id", "extra.call_id", "tool.id")
        ?? (ToolName(payload).StartsWith("mcp", StringComparison.OrdinalIgnoreCase) ? null : payload.TextAt("tool_input.id"))
        ?? payload.TextAt("id");

    public static string ToolName(JsonElement payload) =>
        payload.FirstText("tool_name", "toolName", "tool.name", "tool_input.name", "name") ?? "unknown_tool";

    public static JsonElement? Arguments(JsonElement payload) => payload.First("tool_input", "input", "arguments", "args");

    public static JsonElement? Result(JsonElement payload) =>
        payload.First("tool_output", "tool_response", "output", "result", "extra.tool_output", "extra.result");

    /// <summary>What a failed or denied tool call tells instead of a result: an object of those facts that are there; null where none is.</summary>
    public static JsonElement? FailureFacts(JsonElement payload)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions);
        writer.WriteStartObject();
        bool any = false;
        foreach (string field in FailureFields)
        {
            if (payload.At(field) is { } value)
            {
                any = true;
                writer.WritePropertyName(field);
                // As it stands: half a character that cannot be written otherwise stays what it is.
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return any ? JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000 }) : null;
    }

    public static string? Prompt(JsonElement payload) => payload.FirstText("prompt", "user_prompt", "userPrompt", "text", "message", "extra.prompt");

    public static string? LastMessage(JsonElement payload) => payload.FirstText("last_assistant_message", "response", "message", "text");

    public static OwnerHint Hint(HookInput input)
    {
        JsonElement payload = input.Payload;
        return new OwnerHint
        {
            SubagentId = payload.FirstText("subagent_id", "subagentId", "subagent.id") ?? input.Headers.GetValueOrDefault(HeaderNames.SubagentId),
            AgentId = payload.FirstText("agent_id", "agentId", "agent.id", "extra.agent_id"),
            AgentType = payload.FirstText("agent_type", "agentType"),
            ConversationId = payload.FirstText("conversation_id", "conversationId", "conversation.id") ?? input.Headers.GetValueOrDefault(HeaderNames.ConversationId),
            GenerationId = payload.FirstText("generation_id", "generationId", "generation.id") ?? input.Headers.GetValueOrDefault(HeaderNames.GenerationId),
            RequestId = payload.FirstText("request_id", "requestId", "request.id", "extra.request_id") ?? input.Headers.GetValueOrDefault(HeaderNames.RequestId),
            Model = Model(payload),
        };
    }

    public static string? Model(JsonElement payload) => payload.FirstText("model", "model_name", "modelName");

    public static Dictionary<string, string> Metadata(JsonElement payload)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        foreach (string field in MetadataFields)
        {
            if (payload.TextAt(field) is { } value)
            {
                metadata[field] = value;
            }
        }

        if (Model(payload) is { } model)
        {
            metadata["model"] = model;
        }

        return metadata;
    }
}
