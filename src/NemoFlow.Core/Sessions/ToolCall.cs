// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>One tool call: asked for by a model, run by the agent, or both.</summary>
public sealed record ToolCall : TurnItem
{
    /// <summary>The tool's name, as the model was told it where model traffic was seen.</summary>
    public required string Name { get; init; }

    /// <summary>The name that hooks use for the tool, for example <c>Bash</c>.</summary>
    public string? HookName { get; init; }

    /// <summary>How it stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>The agent's own word for the outcome.</summary>
    public string? StatusText { get; init; }

    /// <summary>The arguments: an object, or a string where the model wrote one.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>The result; what the model was told wins over what the hook told.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>The model call that asked for it.</summary>
    public string? LlmCallId { get; init; }

    /// <summary>The tool call within which it ran (code run by a tool that calls further tools).</summary>
    public string? ParentToolCallId { get; init; }

    /// <summary>The subagent that ran it; null for the root agent.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Why that owner was chosen.</summary>
    public string? CorrelationSource { get; init; }

    /// <summary>How well it fits the call that a model asked for: 12 for the id, 4 for the name, 1 for the arguments; null where none fits.</summary>
    public int? CorrelationScore { get; init; }

    /// <summary>The subagent that it launched; the first, where it launched several.</summary>
    public string? SubagentId { get; init; }

    /// <summary>All subagents that it launched.</summary>
    public IReadOnlyList<string> SubagentIds
    {
        get => field ?? (SubagentId is null ? [] : (string[])[SubagentId]);
        init => field = IndexableList.Of(value);
    }

    /// <summary>True where only its end was seen.</summary>
    public bool StartUnknown { get; init; }

    /// <summary>True where a hook told of it.</summary>
    public bool SeenByHook { get; init; }

    /// <summary>True where model traffic told of it.</summary>
    public bool SeenByGateway { get; init; }
}
