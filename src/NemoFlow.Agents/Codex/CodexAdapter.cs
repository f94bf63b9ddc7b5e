// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Codecs;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Reads Codex's hooks and the ids on its model requests. The payloads are specified by the schemas that Codex ships
/// (<c>codex-rs/hooks</c>); the ids on requests were observed from 0.169.
/// </summary>
public sealed class CodexAdapter : IAgentAdapter
{
    private static readonly ReadOnlyMemory<byte> NeutralReply = "{}"u8.ToArray();

    /// <summary>What the notice at the end of a turn means where the turn is a subagent's.</summary>
    private static readonly AgentEventKind[] NoticedSubagent = [AgentEventKind.SubagentStarted, AgentEventKind.PromptSubmitted, AgentEventKind.SubagentEnded];

    /// <inheritdoc/>
    public string Agent => AgentKinds.Codex;

    /// <summary>Codex rejects unknown fields and shows plain text to the model: the empty object is the only neutral answer.</summary>
    public ReadOnlyMemory<byte> Reply(IReadOnlyList<AgentEvent> events) => NeutralReply;

    /// <inheritdoc/>
    public IReadOnlyList<AgentEvent> Read(HookInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string name = HookFields.EventName(input.Payload);
        string sessionId = HookFields.SessionId(input) ?? input.Payload.TextAt("thread-id") ?? "hook-" + input.FallbackId;
        IReadOnlyList<AgentEventKind> kinds = CodexHookNames.Of(HookName.Normalize(name));
        if (kinds[0] == AgentEventKind.AgentStarted && CodexThreads.ReadSpawn(input.Payload, sessionId) is { } spawn)
        {
            return [Create(AgentEventKind.SubagentStarted, input, name, spawn.ParentId) with { SubagentId = sessionId, ChildSessionId = sessionId, Metadata = spawn.Metadata }];
        }

        if (ReferenceEquals(kinds, CodexHookNames.Noticed) && CodexThreads.ReadNoticed(input.Payload) is { } thread)
        {
            return [.. NoticedSubagent.Select(kind => Create(kind, input, name, sessionId) with { SubagentId = thread })];
        }

        return [.. kinds.Select(kind => Create(kind, input, name, sessionId))];
    }

    /// <inheritdoc/>
    public RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body) => CodexRequests.Identify(headers, body);

    /// <inheritdoc/>
    public bool LaunchesSubagent(string toolName) =>
        toolName is not null && (toolName.EndsWith("spawn_agent", StringComparison.Ordinal) || toolName.EndsWith("spawnAgent", StringComparison.Ordinal));

    /// <inheritdoc/>
    public string? LaunchedSubagent(JsonElement result) => CodexThreads.ReadLaunch(result);

    /// <inheritdoc/>
    public ToolVerdict? Verdict(ToolSighting tool, JsonElement result, bool failed) => CodexToolResults.Verdict(tool, result);

    /// <inheritdoc/>
    public IReadOnlyList<ToolVerdict?> NestedVerdicts(IReadOnlyList<ToolSighting> nested, JsonElement result) => CodexScriptResults.Verdicts(nested, result);

    /// <inheritdoc/>
    public string? LaunchPrompt(JsonElement arguments) => CodexThreads.ReadTask(arguments);

    private static AgentEvent Create(AgentEventKind kind, HookInput input, string name, string sessionId)
    {
        JsonElement payload = input.Payload;
        string? subagent = HookFields.SubagentId(input);
        AgentEvent e = new()
        {
            Kind = kind,
            Agent = AgentKinds.Codex,
            SessionId = sessionId,
            RawName = name,
            Payload = payload,
            SubagentId = subagent == sessionId ? null : subagent,
            TurnId = payload.FirstText("turn_id", "turnId", "turn-id"),
            MetadataReader = HookFields.Metadata,
        };

        return kind switch
        {
            AgentEventKind.ToolStarted or AgentEventKind.ToolEnded => WithTool(e, input, name),
            AgentEventKind.PromptSubmitted => e with { Text = HookFields.Prompt(payload) ?? NoticedPrompt(payload) },
            AgentEventKind.TurnEnded or AgentEventKind.SubagentEnded => e with { Text = HookFields.LastMessage(payload) ?? payload.TextAt("last-assistant-message"), SubagentId = e.SubagentId },
            AgentEventKind.AgentEnded => e with { Status = payload.TextAt("reason") },
            AgentEventKind.LlmEnded => e with
            {
                Status = payload.TextAt("status"),
                Text = payload.TextAt("error"),
                Usage = UsageReading.Read(payload.At("token_usage")),
            },
            AgentEventKind.LlmHint => e with { Hint = HookFields.Hint(input) },
            _ => e,
        };
    }

    /// <summary>What the user said in the turn, as the notice tells it: one text for each time.</summary>
    private static string? NoticedPrompt(JsonElement payload) => payload.ItemsAt("input-messages").Select(m => m.Scalar()).OfType<string>().ToList() is { Count: > 0 } messages
        ? string.Join('\n', messages)
        : null;

    private static AgentEvent WithTool(AgentEvent e, HookInput input, string name)
    {
        JsonElement payload = input.Payload;
        string? id = HookFields.ToolCallId(payload);
        bool failed = name.Contains("fail", StringComparison.OrdinalIgnoreCase);
        return e with
        {
            ToolCallId = id ?? "tool-" + input.FallbackId,
            ToolCallIdMinted = id is null,
            ToolName = HookFields.ToolName(payload),
            Arguments = HookFields.Arguments(payload),
            Result = e.Kind == AgentEventKind.ToolEnded ? HookFields.Result(payload) ?? (failed ? payload.At("error") : null) : null,
            Status = payload.FirstText("status", "decision", "permission") ?? (failed ? "error" : null),
        };
    }
}
