// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

internal sealed class TurnState(string id, int index, string source, DateTimeOffset startedAt)
{
    /// <summary>The end reason of a turn in which nothing happened any more.</summary>
    public const string IdleReason = "idle";

    /// <summary>The agent's own id, taken over from the first event that tells it.</summary>
    public string Id { get; set; } = id;

    /// <summary>True where <see cref="Id"/> is the agent's own.</summary>
    public bool HasNaturalId { get; set; }

    public int Index { get; set; } = index;

    public string Source { get; } = source;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset? EndedAt { get; set; }

    public CallStatus Status { get; set; }

    public string? EndReason { get; set; }

    public string? Prompt { get; set; }

    /// <summary>True once the agent itself told the prompt.</summary>
    public bool PromptFromHook { get; set; }

    public string? Response { get; set; }

    /// <summary>Calls, subagents and marks in the order in which they began.</summary>
    public List<object> Items { get; } = [];

    public void Add(LlmCallState call)
    {
        Items.Add(call);
        call.Turn = this;
    }

    public bool IsOpen => Status == CallStatus.Open;

    /// <summary>Idle time only supposed that the turn was over: a sign of life from it says otherwise.</summary>
    public void ResumeFromIdle()
    {
        if (EndReason == IdleReason)
        {
            Resume();
        }
    }

    /// <summary>Opens the turn again.</summary>
    public void Resume()
    {
        Status = CallStatus.Open;
        EndReason = null;
        EndedAt = null;
    }
}
