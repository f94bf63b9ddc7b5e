// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Hermes;

/// <summary>
/// Reads Hermes's shell hooks. Their payloads have the tool, the session and the folder at the top and everything else under
/// <c>extra</c>.
/// </summary>
public sealed class HermesAdapter : IAgentAdapter
{
    private static readonly ReadOnlyMemory<byte> NeutralReply = Encoding.UTF8.GetBytes(HookWire.NeutralReply(AgentKinds.Hermes)!);

    /// <inheritdoc/>
    public string Agent => AgentKinds.Hermes;

    /// <summary>The empty object neither blocks nor changes a call, and adds nothing to what the model reads.</summary>
    public ReadOnlyMemory<byte> Reply(IReadOnlyList<AgentEvent> events) => NeutralReply;

    /// <inheritdoc/>
    public IReadOnlyList<AgentEvent> Read(HookInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string name = HookFields.EventName(input.Payload);
        string normalized = HookName.Normalize(name);
        List<AgentEvent> events = [];
        foreach (AgentEventKind kind in HermesHookNames.Of(normalized))
        {
            AgentEvent e = Create(kind, input, name, normalized);
            if (kind != AgentEventKind.PromptSubmitted || e.Text is not null || normalized != "prellmcall")
            {
                events.Add(e);
            }
        }

        return events;
    }

    /// <inheritdoc/>
    public RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body) => null;

    /// <inheritdoc/>
    public bool NamesChildrenBeforehand => true;

    /// <inheritdoc/>
    public bool LaunchesSubagent(string toolName) => toolName is "delegate_task";

    /// <summary>One call delegates a whole list of tasks.</summary>
    public bool LaunchesSeveral => true;

    /// <inheritdoc/>
    public string? LaunchPrompt(JsonElement arguments) => arguments.TextAt("goal");

    /// <inheritdoc/>
    public string? LaunchedSubagent(JsonElement result) => result.FirstText("child_subagent_id", "subagent_id");

    private static AgentEvent Create(AgentEventKind kind, HookInput input, string name, string normalized)
    {
        JsonElement payload = input.Payload;
        string session = HookFields.SessionId(input) ?? "hook-" + input.FallbackId;
        bool ofSubagent = kind is AgentEventKind.SubagentStarted or AgentEventKind.SubagentEnded;
        string? childSession = ofSubagent ? Field(payload, "child_session_id") : null;
        AgentEvent e = new()
        {
            Kind = kind,
            Agent = AgentKinds.Hermes,
            SessionId = session,
            RawName = name,
            Payload = payload,
            SubagentId = (ofSubagent ? Field(payload, "child_subagent_id") ?? childSession : null) ?? HookFields.SubagentId(input),
            ChildSessionId = childSession == session ? null : childSession,
            TurnId = ofSubagent ? null : Field(payload, "turn_id"),
            MetadataReader = Metadata,
        };

        return kind switch
        {
            AgentEventKind.ToolStarted or AgentEventKind.ToolEnded => WithTool(e, input),
            AgentEventKind.LlmStarted or AgentEventKind.LlmEnded => HermesModelCalls.Read(e, normalized),
            AgentEventKind.PromptSubmitted => e with { Text = Field(payload, "user_message") ?? HookFields.Prompt(payload) },
            AgentEventKind.SubagentStarted => e with { ParentSubagentId = Field(payload, "parent_subagent_id") ?? HookFields.Launcher(input, e.SubagentId), Text = Field(payload, "child_goal") },
            AgentEventKind.SubagentEnded => e with { Text = Field(payload, "child_summary"), Status = Field(payload, "child_status") },
            AgentEventKind.TurnEnded => e with { Text = HookFields.LastMessage(payload), TurnStatus = TurnStatus(payload) },
            AgentEventKind.AgentEnded => e with { SessionId = Ended(input, session, normalized), Status = Field(payload, "reason") ?? "session_end" },
            AgentEventKind.LlmHint => e with { Hint = HookFields.Hint(input), Text = normalized == "postllmcall" ? Field(payload, "assistant_response") : null },
            _ => e,
        };
    }

    /// <summary>A reset tells of the session that follows, and of the one that is over where it knows it.</summary>
    private static string Ended(HookInput input, string session, string normalized) =>
        normalized == "onsessionreset" && !input.Headers.ContainsKey(HeaderNames.SessionId) ? Field(input.Payload, "old_session_id") ?? session : session;

    private static CallStatus TurnStatus(JsonElement payload)
    {
        if (Field(payload, "interrupted") == "true")
        {
            return CallStatus.Interrupted;
        }

        return Field(payload, "failed") == "true" ? CallStatus.Failed : CallStatus.Completed;
    }

    private static AgentEvent WithTool(AgentEvent e, HookInput input)
    {
        JsonElement payload = input.Payload;
        string? id = HookFields.ToolCallId(payload);
        string? status = Field(payload, "status") ?? payload.FirstText("decision", "permission");
        return e with
        {
            ToolCallId = id ?? "tool-" + input.FallbackId,
            ToolCallIdMinted = id is null,
            ToolName = HookFields.ToolName(payload),
            Arguments = HookFields.Arguments(payload),
            Result = e.Kind == AgentEventKind.ToolEnded ? HookFields.Result(payload) ?? ToolFailure.Read(payload) : null,
            Status = status is "blocked" ? "denied" : status,
        };
    }

    /// <summary>A field at the top of the payload, where older versions had some, or under <c>extra</c>.</summary>
    internal static string? Field(JsonElement payload, string name) => payload.TextAt(name) ?? payload.At("extra")?.TextAt(name);

    private static Dictionary<string, string> Metadata(JsonElement payload)
    {
        Dictionary<string, string> metadata = HookFields.Metadata(payload);
        foreach ((string name, string field) in (ReadOnlySpan<(string, string)>)
            [("model", "model"), ("platform", "platform"), ("hermes_profile", "profile"), ("agent_role", "child_role"), ("provider", "provider")])
        {
            if (Field(payload, field) is { } value)
            {
                metadata[name] = value;
            }
        }

        return metadata;
    }
}
