// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Hooks;

/// <summary>A hook in the words of every agent. Fields that the payload does not have are null.</summary>
public sealed record AgentEvent
{
    /// <summary>What it means.</summary>
    public required AgentEventKind Kind { get; init; }

    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The session it belongs to: the root session, also for subagents.</summary>
    public required string SessionId { get; init; }

    /// <summary>The event's name as the agent wrote it.</summary>
    public required string RawName { get; init; }

    /// <summary>The payload as it arrived.</summary>
    public required JsonElement Payload { get; init; }

    /// <summary>The subagent that fired it, or that it tells of.</summary>
    public string? SubagentId { get; init; }

    /// <summary>The parent of the subagent that the event tells of, where that is a subagent too.</summary>
    public string? ParentSubagentId { get; init; }

    /// <summary>The session id that the subagent's own hooks carry, where it is another than the session's.</summary>
    public string? ChildSessionId { get; init; }

    /// <summary>The agent's own id of the turn.</summary>
    public string? TurnId { get; init; }

    /// <summary>The tool call's id; at the start of a subagent, the id of the call that launched it.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>
    /// What the hooks of one tool call have in common besides its id, where the agent tells of a call by more than one pair of hooks and
    /// not all of them carry the id; null where it tells once.
    /// </summary>
    public string? SameCallKey { get; init; }

    /// <summary>True where the payload has no id for the tool call, so that <see cref="ToolCallId"/> was minted.</summary>
    public bool ToolCallIdMinted { get; init; }

    /// <summary>The tool's name.</summary>
    public string? ToolName { get; init; }

    /// <summary>The tool's arguments.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>The tool's result.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Outcome as the agent names it (<c>success</c>, <c>error</c>, <c>denied</c>, <c>completed</c> …).</summary>
    public string? Status { get; init; }

    /// <summary>The user's prompt, or the last message of the agent at the end of a turn.</summary>
    public string? Text { get; init; }

    /// <summary>Ids for finding the owner of model calls.</summary>
    public OwnerHint? Hint { get; init; }

    /// <summary>Tokens, where the hook tells them.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What the hook tells of a model call beyond its start and end.</summary>
    public HookModelCall? ModelCall { get; init; }

    /// <summary>How the open turn ended, where the end of the session tells that too.</summary>
    public CallStatus? TurnStatus { get; init; }

    /// <summary>Facts about the session that the payload carries (model, cwd, transcript path, agent type …).</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get => field ??= MetadataReader?.Invoke(Payload) ?? [];
        init;
    }

    /// <summary>Reads <see cref="Metadata"/> from the payload when it is first asked for: most events never are.</summary>
    public Func<JsonElement, Dictionary<string, string>>? MetadataReader { get; init; }
}
