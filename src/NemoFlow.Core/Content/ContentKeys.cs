// SPDX-License-Identifier: Apache-2.0
using System.Collections.Frozen;

namespace NemoFlow.Content;

/// <summary>What member names and types say about content. A name that is not known here counts as content.</summary>
internal static class ContentKeys
{
    /// <summary>Members that say what happened and not what was said.</summary>
    private static readonly FrozenSet<string> Structural = FrozenSet.ToFrozenSet(
    [
        "id", "ids", "uuid", "type", "subtype", "role", "name", "model", "object", "status", "state", "event", "version", "phase", "namespace", "kind", "index",
        "hook_event_name", "event_name", "eventName", "cwd", "transcript_path", "agent_transcript_path", "agent_type", "agentType", "subagent_type", "source", "trigger",
        "permission_mode", "permission", "decision", "stop_reason", "finish_reason", "incomplete_details", "service_tier", "effort", "tool_choice", "tool_name", "toolName",
        "prompt_cache_key", "prompt_cache_retention", "created_at", "completed_at", "created", "timestamp", "time", "usage", "token_usage", "tokenUsage", "duration_ms", "code",
        "mime_type", "media_type", "detail", "truncation", "verbosity", "encoding", "client_metadata", "cache_control", "include", "modalities", "server_label", "server_name",
        "api", "path", "server_address", "headers", "flags", "outcome", "model_name", "modelName", "generation", "platform", "provider", "is_error", "agent_version", "run_id", "executable",
        "speed", "anthropic_version", "betas", "stream_options", "plan", "limit", "reset_at", "session_version", "cursor_version", "effort_level", "exit_code",
    ],
    StringComparer.Ordinal);

    /// <summary>Structural members whose value may be an object or a list; all of it stays.</summary>
    private static readonly FrozenSet<string> StructuralTrees = FrozenSet.ToFrozenSet(
    [
        "usage", "token_usage", "tokenUsage", "incomplete_details", "tool_choice", "client_metadata", "cache_control", "include", "headers", "flags", "stream_options", "betas",
        "modalities", "ids",
    ],
    StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ContentKind> Kinds = new Dictionary<string, ContentKind>(StringComparer.Ordinal)
    {
        ["prompt"] = ContentKind.Prompts,
        ["user_prompt"] = ContentKind.Prompts,
        ["userPrompt"] = ContentKind.Prompts,
        ["user_message"] = ContentKind.Prompts,
        ["attachments"] = ContentKind.Prompts,
        ["system"] = ContentKind.Instructions,
        ["instructions"] = ContentKind.Instructions,
        ["tools"] = ContentKind.Instructions,
        ["custom_instructions"] = ContentKind.Instructions,
        ["last_assistant_message"] = ContentKind.Output,
        ["response"] = ContentKind.Output,
        ["message"] = ContentKind.Output,
        ["refusal"] = ContentKind.Output,
        ["sse"] = ContentKind.Output,
        ["choices"] = ContentKind.Output,
        ["error"] = ContentKind.Output,
        ["thinking"] = ContentKind.Reasoning,
        ["reasoning"] = ContentKind.Reasoning,
        ["reasoning_content"] = ContentKind.Reasoning,
        ["reasoning_details"] = ContentKind.Reasoning,
        ["thought"] = ContentKind.Reasoning,
        ["encrypted_content"] = ContentKind.Reasoning,
        ["signature"] = ContentKind.Reasoning,
        ["tool_input"] = ContentKind.ToolInput,
        ["toolInput"] = ContentKind.ToolInput,
        ["arguments"] = ContentKind.ToolInput,
        ["args"] = ContentKind.ToolInput,
        ["command"] = ContentKind.ToolInput,
        ["action"] = ContentKind.ToolInput,
        ["edits"] = ContentKind.ToolInput,
        ["input"] = ContentKind.ToolInput,
        ["tool_output"] = ContentKind.ToolOutput,
        ["tool_response"] = ContentKind.ToolOutput,
        ["tool_result"] = ContentKind.ToolOutput,
        ["result"] = ContentKind.ToolOutput,
        ["output"] = ContentKind.ToolOutput,
        ["stdout"] = ContentKind.ToolOutput,
        ["stderr"] = ContentKind.ToolOutput,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Members whose value is somebody else's: nothing in it is looked at for structure.</summary>
    private static readonly FrozenSet<string> Opaque = FrozenSet.ToFrozenSet(
        ["tool_input", "toolInput", "arguments", "args", "action", "edits", "tool_output", "tool_response", "tool_result", "result", "parameters", "input_schema", "input", "output"], StringComparer.Ordinal);

    public static bool IsStructural(string name) =>
        Structural.Contains(name) || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("Id", StringComparison.Ordinal);

    /// <summary>True where an object or list under this name is structure as a whole.</summary>
    public static bool IsStructuralTree(string name) => StructuralTrees.Contains(name);

    public static ContentKind? KindOf(string name) => Kinds.TryGetValue(name, out ContentKind kind) ? kind : null;

    public static bool IsOpaque(string name) => Opaque.Contains(name);

    /// <summary>What the members of an object of this type and role are.</summary>
    public static ContentKind? KindOf(string? type, string? role) => role switch
    {
        "user" => ContentKind.Prompts,
        "assistant" or "model" => ContentKind.Output,
        "tool" or "function" => ContentKind.ToolOutput,
        "system" or "developer" => ContentKind.Instructions,
        _ => type switch
        {
            null => null,
            "thinking" or "redacted_thinking" or "reasoning" or "summary_text" or "reasoning_text" => ContentKind.Reasoning,
            "input_text" or "input_image" or "input_file" => null,
            "output_text" or "refusal" => ContentKind.Output,
            _ when type.EndsWith("_result", StringComparison.Ordinal) || type.EndsWith("_output", StringComparison.Ordinal) => ContentKind.ToolOutput,
            _ when type.EndsWith("_call", StringComparison.Ordinal) || type.EndsWith("tool_use", StringComparison.Ordinal) => ContentKind.ToolInput,
            _ => null,
        },
    };
}
