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

    /// <summary>The agent's own id of the turn.</summary>
    public string? TurnId { get; init; }

    /// <summary>The tool call's id.</summary>
    public string? ToolCallId { get; init; }

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

    /// <summary>Facts about the session that the payload carries (model, cwd, transcript path, agent type …).</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get => field ??= MetadataReader?.Invoke(Payload) ?? [];
        init;
    }

    /// <summary>Reads <see cref="Metadata"/> from the payload when it is first asked for: most events never are.</summary>
    public Func<JsonElement, Dictionary<string, string>>? MetadataReader { get; init; }
}
