// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Folding;

internal sealed class ToolState(string id, string name, DateTimeOffset startedAt)
{
    public string Id { get; set; } = id;

    public string Name { get; set; } = name;

    /// <summary>The name that hooks use for the tool, which may differ from the one the model was told.</summary>
    public string? HookName { get; set; }

    public DateTimeOffset StartedAt { get; set; } = startedAt;

    public DateTimeOffset? EndedAt { get; set; }

    public CallStatus Status { get; set; }

    public string? StatusText { get; set; }

    public JsonElement? Arguments { get; set; }

    public JsonElement? HookResult { get; set; }

    public JsonElement? ModelResult { get; set; }

    public LlmCallState? LlmCall { get; set; }

    public ToolState? Parent { get; set; }

    /// <summary>The calls that its code made, in the order in which they began.</summary>
    public List<ToolState> Nested { get; } = [];

    public required AgentThread Owner { get; set; }

    public required TurnState Turn { get; set; }

    public string? CorrelationSource { get; set; }

    public int? CorrelationScore { get; set; }

    /// <summary>What further hooks of the same call have in common with it; null where an agent tells of a call once.</summary>
    public string? SameCallKey { get; set; }

    /// <summary>Which of its hooks were seen, where the agent tells of a call more than once.</summary>
    public HookSightings Sightings { get; set; }

    /// <summary>The subagents that it launched, in the order in which they became known.</summary>
    public List<AgentThread> Subagents { get; } = [];

    public bool StartUnknown { get; set; }

    public bool StartedByHook { get; set; }

    public bool EndedByHook { get; set; }

    /// <summary>The provider runs it: no hook and no result item will follow.</summary>
    public bool ServerSide { get; init; }
}
