// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

/// <summary>One line of work with turns of its own: the root agent or a subagent.</summary>
internal sealed class AgentThread(string? id, DateTimeOffset startedAt)
{
    /// <summary>Null for the root agent.</summary>
    public string? Id { get; } = id;

    public AgentThread? Parent { get; set; }

    public string? Type { get; set; }

    public string? Name { get; set; }

    public DateTimeOffset StartedAt { get; set; } = startedAt;

    public DateTimeOffset? EndedAt { get; set; }

    public CallStatus Status { get; set; }

    public ToolState? LaunchedBy { get; set; }

    /// <summary>True once an event of its own told of it, rather than a hint or a header.</summary>
    public bool Announced { get; set; }

    public List<TurnState> Turns { get; } = [];

    public List<LlmCallState> Calls { get; } = [];

    /// <summary>The latest model call whose response asked for tools.</summary>
    public LlmCallState? LastAsking { get; set; }

    /// <summary>True where the parent only waits for it: what the user says then, it is told.</summary>
    public bool StandsForParent { get; set; }

    /// <summary>What it was launched to do, by the arguments of the call that launched it.</summary>
    public string? Task { get; set; }

    /// <summary>The items of the latest request that a hook told in full: what the next one repeats is history.</summary>
    public IReadOnlyList<System.Text.Json.JsonElement> HookItems { get; set; } = [];

    /// <summary>The tool call that its start named as its launch; it may become known later.</summary>
    public string? LaunchCallId { get; set; }

    /// <summary>True from the announcement of a compaction to its end: requests in between are about nothing else.</summary>
    public bool IsCompacting { get; set; }

    /// <summary>The turn that the announcement named.</summary>
    public string? CompactionTurnId { get; set; }

    /// <summary>When the agent said that it is about to call a model.</summary>
    public DateTimeOffset? HookCallSince { get; set; }

    public bool IsRoot => Id is null;

    public bool IsActive => Status == CallStatus.Open;

    public TurnState? OpenTurn => Turns.Count > 0 && Turns[^1].IsOpen ? Turns[^1] : null;

    /// <summary>The turn with the agent's own id.</summary>
    public TurnState? TurnById(string id) => Turns.FindLast(t => t.HasNaturalId && t.Id == id);

    public TurnState Open(string? naturalId, string source, DateTimeOffset time)
    {
        int index = Turns.Count + 1;
        TurnState turn = new(naturalId ?? (Id is null ? "turn-" : Id + "-turn-") + index, index, source, time) { HasNaturalId = naturalId is not null };
        Turns.Add(turn);
        return turn;
    }
}
