// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>Reads Claude Code's hooks and the ids on its model requests, as observed from 2.1.197 and written down by its changelog.</summary>
public sealed class ClaudeAdapter : IAgentAdapter
{
    /// <summary>The header by which Claude Code names its session; on a hook it wins over the payload, for this agent only.</summary>
    public const string SessionHeader = ClaudeRequests.SessionHeader;

    private static readonly ReadOnlyMemory<byte> NeutralReply = """{"continue":true}"""u8.ToArray();

    /// <inheritdoc/>
    public string Agent => AgentKinds.ClaudeCode;

    /// <summary>
    /// Never a verdict: a permission that is granted here would switch off the user's own permission prompts. And nothing at all around a
    /// compaction: whatever is answered there goes into the instructions for the summary, JSON or not.
    /// </summary>
    public ReadOnlyMemory<byte> Reply(IReadOnlyList<AgentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Count > 0 && events[0].Kind is AgentEventKind.Compaction or AgentEventKind.CompactionEnded ? default : NeutralReply;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AgentEvent> Read(HookInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string name = HookFields.EventName(input.Payload);
        string sessionId = input.Headers.GetValueOrDefault(HeaderNames.SessionId) ?? input.Headers.GetValueOrDefault(ClaudeRequests.SessionHeader)
            ?? HookFields.SessionId(input) ?? "hook-" + input.FallbackId;
        return [.. ClaudeHookNames.Of(HookName.Normalize(name)).Select(kind => Create(kind, input, name, sessionId))];
    }

    /// <inheritdoc/>
    public RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body) => ClaudeRequests.Identify(headers, body);

    /// <inheritdoc/>
    public bool TellsEndOfCompaction => true;

    /// <inheritdoc/>
    public bool IsProbe(LlmRequest request) => ClaudeRequests.IsProbe(request);

    /// <inheritdoc/>
    public string? UserText(string? text) => ClaudeText.OfUser(text);

    /// <summary>The tool was called <c>Task</c> before it was called <c>Agent</c>.</summary>
    public bool LaunchesSubagent(string toolName) => toolName is "Agent" or "Task";

    /// <inheritdoc/>
    public string? LaunchedSubagent(JsonElement result) => ClaudeSubagents.ReadId(result);

    /// <inheritdoc/>
    public ToolVerdict? Verdict(ToolSighting tool, JsonElement result, bool failed) => failed ? ClaudeRefusals.Read(result) : null;

    /// <inheritdoc/>
    public string? LaunchPrompt(JsonElement arguments) => arguments.TextAt("prompt");

    /// <inheritdoc/>
    public string? EndedSubagent(string toolName, JsonElement result) => LaunchesSubagent(toolName) && ClaudeSubagents.IsOver(result) ? ClaudeSubagents.ReadId(result) : null;

    private static AgentEvent Create(AgentEventKind kind, HookInput input, string name, string sessionId)
    {
        JsonElement payload = input.Payload;
        string? subagent = HookFields.SubagentId(input);
        AgentEvent e = new()
        {
            Kind = kind,
            Agent = AgentKinds.ClaudeCode,
            SessionId = sessionId,
            RawName = name,
            Payload = payload,
            SubagentId = subagent,
            // Subagents carry the prompt of the turn that launched them: it names no turn of theirs.
            TurnId = subagent is null ? payload.FirstText("prompt_id", "promptId") : null,
            MetadataReader = HookFields.Metadata,
        };
        return kind switch
        {
            AgentEventKind.ToolStarted or AgentEventKind.ToolEnded => WithTool(e, input, name),
            AgentEventKind.PromptSubmitted => e with { Text = HookFields.Prompt(payload) },
            AgentEventKind.TurnEnded => e with { Text = HookFields.LastMessage(payload), Status = IsFailure(name) ? "failed" : null },
            AgentEventKind.SubagentEnded => e with { Text = HookFields.LastMessage(payload) },
            AgentEventKind.AgentEnded => e with { Status = payload.TextAt("reason") },
            AgentEventKind.LlmHint => e with { Hint = Hints(name) ? HookFields.Hint(input) : null },
            _ => e,
        };
    }

    private static AgentEvent WithTool(AgentEvent e, HookInput input, string name)
    {
        JsonElement payload = input.Payload;
        // Its own field first: a tool may have fields of those names among its arguments.
        string? id = payload.FirstText("tool_use_id", "toolUseId") ?? HookFields.ToolCallId(payload);
        string? unsuccessful = HookName.Normalize(name) == "permissiondenied" ? "denied" : IsFailure(name) ? "error" : null;
        JsonElement? result = e.Kind == AgentEventKind.ToolEnded ? HookFields.Result(payload) ?? (unsuccessful is null ? null : HookFields.FailureFacts(payload)) : null;
        return e with
        {
            ToolCallId = id ?? "tool-" + input.FallbackId,
            ToolCallIdMinted = id is null,
            ToolName = HookFields.ToolName(payload),
            Arguments = HookFields.Arguments(payload),
            Result = result,
            Status = payload.FirstText("status", "decision", "permission") ?? unsuccessful,
        };
    }

    private static bool IsFailure(string name) => name.Contains("fail", StringComparison.OrdinalIgnoreCase);

    private static bool Hints(string name) => HookName.Normalize(name) != "messagedisplay";
}
