// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Correlation;

/// <summary>
/// Finds the owner of a model call. Ids that the agent itself puts on the request win; then, in this order: a header that names an
/// active subagent, the tool results that the request brings, the only pending hint, the best of several hints, the last owner, the only active
/// subagent, the root agent.
/// </summary>
internal sealed class OwnerResolver
{
    /// <summary>How long a hint and the last owner count.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(300);

    private readonly List<PendingHint> _hints = [];
    private string? _lastOwner;
    private DateTimeOffset _lastOwnerTime = DateTimeOffset.MinValue;

    /// <summary>Keeps a hint until a call takes it or it is too old.</summary>
    public void Add(OwnerHint hint, string eventName, DateTimeOffset time) => _hints.Add(new PendingHint(hint, time, eventName));

    /// <summary>Forgets everything, as at the end of the session.</summary>
    public void Clear()
    {
        _hints.Clear();
        _lastOwner = null;
    }

    /// <summary>Takes note of an owner that was found otherwise.</summary>
    public OwnerChoice Settle(OwnerChoice choice, DateTimeOffset time)
    {
        _lastOwner = choice.SubagentId;
        _lastOwnerTime = time;
        return choice;
    }

    /// <summary>Chooses the owner.</summary>
    /// <param name="identity">What the agent itself says; null where it says nothing.</param>
    /// <param name="ids">Ids on the request.</param>
    /// <param name="activeSubagents">Subagents that are at work, in the order in which they began.</param>
    /// <param name="time">When the request was made.</param>
    public OwnerChoice Resolve(RequestIdentity? identity, CallIds ids, IReadOnlyList<string> activeSubagents, DateTimeOffset time)
    {
        _hints.RemoveAll(h => time - h.Time > TimeToLive);
        return Settle(Choose(identity, ids, activeSubagents, time), time);
    }

    private OwnerChoice Choose(RequestIdentity? identity, CallIds ids, IReadOnlyList<string> active, DateTimeOffset time)
    {
        if (identity?.SubagentId is { } own)
        {
            return new OwnerChoice(own, "agent_id");
        }

        if (ids.SubagentId is { } named && active.Contains(named))
        {
            return new OwnerChoice(named, "explicit");
        }

        if (identity is { TurnId: not null } or { IsRoot: true })
        {
            // An agent that names its turn, or always names its subagents, and no subagent speaks for the root.
            return new OwnerChoice(null, "agent_id");
        }

        if (ids.AnswersTools)
        {
            // Call ids are the provider's: who asked for a tool is who is told its result.
            return new OwnerChoice(ids.AnswersToolsOf, "tool_result");
        }

        if (_hints.Count == 1)
        {
            return Take(_hints[0], "single_hint", Score(_hints[0].Hint, ids), active);
        }

        if (_hints.Count > 1)
        {
            return BestHint(ids, active);
        }

        if (_lastOwner is { } last && active.Contains(last) && time - _lastOwnerTime <= TimeToLive)
        {
            return new OwnerChoice(last, "sticky_last_owner");
        }

        return active.Count == 1 ? new OwnerChoice(active[0], "active_subagent") : new OwnerChoice(null, "agent_fallback");
    }

    private OwnerChoice BestHint(CallIds ids, IReadOnlyList<string> active)
    {
        int best = _hints.Max(h => Score(h.Hint, ids));
        List<PendingHint> winners = _hints.FindAll(h => Score(h.Hint, ids) == best);
        return best > 0 && winners.Count == 1
            ? Take(winners[0], "matched_hint", best, active)
            : new OwnerChoice(null, "ambiguous_fallback", best);
    }

    private OwnerChoice Take(PendingHint hint, string source, int score, IReadOnlyList<string> active)
    {
        _hints.Remove(hint);
        string? subagent = hint.Hint.SubagentId ?? hint.Hint.AgentId;
        return new OwnerChoice(subagent is not null && active.Contains(subagent) ? subagent : null, source, score);
    }

    private static int Score(OwnerHint hint, CallIds ids)
    {
        int score = 0;
        if (ids.SubagentId is { } subagent && (hint.SubagentId == subagent || hint.AgentId == subagent))
        {
            score += 8;
        }

        score += Points(hint.ConversationId, ids.ConversationId, 4);
        score += Points(hint.GenerationId, ids.GenerationId, 4);
        score += Points(hint.RequestId, ids.RequestId, 4);
        return score + Points(hint.Model, ids.Model, 1);
    }

    private static int Points(string? left, string? right, int points) => left is not null && left == right ? points : 0;
}
