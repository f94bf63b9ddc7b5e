// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Cursor;

/// <summary>
/// Reads Cursor's hooks, by the payloads that its documentation gives. Cursor calls its models through its own servers, so none of its
/// requests carries ids of its own to a gateway.
/// </summary>
public sealed class CursorAdapter : IAgentAdapter
{
    private static readonly ReadOnlyMemory<byte> NeutralReply = Encoding.UTF8.GetBytes(HookWire.NeutralReply(AgentKinds.Cursor)!);

    /// <inheritdoc/>
    public string Agent => AgentKinds.Cursor;

    /// <summary>A reply without <c>permission</c> leaves it to Cursor and its user whether a tool may run.</summary>
    public ReadOnlyMemory<byte> Reply(IReadOnlyList<AgentEvent> events) => NeutralReply;

    /// <inheritdoc/>
    public IReadOnlyList<AgentEvent> Read(HookInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string name = HookFields.EventName(input.Payload);
        string normalized = HookName.Normalize(name);
        return [.. CursorHookNames.Of(normalized).Select(kind => Create(kind, input, name, normalized))];
    }

    /// <inheritdoc/>
    public RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body) => null;

    /// <inheritdoc/>
    public bool NamesChildrenBeforehand => true;

    /// <inheritdoc/>
    public bool LaunchesSubagent(string toolName) => toolName is "Task" or "task";

    /// <inheritdoc/>
    public string? LaunchedSubagent(JsonElement result) => result.FirstText("subagent_id", "agent_id", "agentId");

    private static AgentEvent Create(AgentEventKind kind, HookInput input, string name, string normalized)
    {
        JsonElement payload = input.Payload;
        string? subagent = HookFields.SubagentId(input);
        string? conversation = payload.FirstText("session_id", "sessionId", "session.id", "conversation_id", "conversationId");
        string? parent = payload.FirstText("parent_conversation_id", "parentConversationId");
        bool ofChild = parent is not null && parent != conversation && conversation is not null;
        string? header = input.Headers.GetValueOrDefault(HeaderNames.SessionId);
        AgentEvent e = new()
        {
            Kind = kind,
            Agent = AgentKinds.Cursor,
            SessionId = header ?? (ofChild ? parent : null) ?? HookFields.SessionId(input) ?? parent ?? "hook-" + input.FallbackId,
            RawName = name,
            Payload = payload,
            SubagentId = subagent ?? (ofChild ? conversation : null),
            ChildSessionId = ofChild ? conversation : kind == AgentEventKind.SubagentStarted ? subagent : null,
            TurnId = payload.FirstText("generation_id", "generationId", "turn_id"),
            MetadataReader = Metadata,
        };

        return kind switch
        {
            AgentEventKind.ToolStarted or AgentEventKind.ToolEnded => CursorTools.Read(e, input, normalized),
            AgentEventKind.PromptSubmitted => e with { Text = HookFields.Prompt(payload) },
            AgentEventKind.SubagentStarted => e with
            {
                ParentSubagentId = HookFields.Launcher(input, e.SubagentId),
                ToolCallId = payload.FirstText("tool_call_id", "toolCallId"),
                Text = payload.FirstText("task", "prompt"),
            },
            AgentEventKind.SubagentEnded => e with { Text = payload.FirstText("summary", "result", "response", "text"), Status = payload.TextAt("status") },
            AgentEventKind.AgentEnded => e with { Status = normalized == "stop" ? "stop" : payload.TextAt("reason"), TurnStatus = TurnStatus(payload) },
            AgentEventKind.LlmHint => e with { Hint = HookFields.Hint(input), Text = normalized == "afteragentresponse" ? payload.TextAt("text") : null },
            _ => e,
        };
    }

    private static CallStatus? TurnStatus(JsonElement payload) => payload.FirstText("status", "final_status", "reason") switch
    {
        "aborted" => CallStatus.Interrupted,
        "error" => CallStatus.Failed,
        _ => CallStatus.Completed,
    };

    private static Dictionary<string, string> Metadata(JsonElement payload)
    {
        Dictionary<string, string> metadata = HookFields.Metadata(payload);
        Set(metadata, "agent_version", payload.TextAt("cursor_version"));
        Set(metadata, "agent_type", payload.TextAt("subagent_type"));
        Set(metadata, "composer_mode", payload.TextAt("composer_mode"));
        if (!metadata.ContainsKey("cwd"))
        {
            Set(metadata, "cwd", payload.ItemsAt("workspace_roots").Select(r => r.Scalar()).FirstOrDefault(r => r is not null));
        }

        return metadata;
    }

    private static void Set(Dictionary<string, string> metadata, string name, string? value)
    {
        if (value is not null)
        {
            metadata[name] = value;
        }
    }
}
