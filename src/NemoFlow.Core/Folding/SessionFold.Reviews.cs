// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>
    /// Some subagents work in their parent's place, as a review does: their hooks say nothing of them but the id of their turn, so that
    /// the turn is taken for the parent's until a request says whose it is.
    /// </summary>
    private void TakeTurnOfParent(AgentThread thread, RequestIdentity? identity, DateTimeOffset time)
    {
        if (thread.IsRoot || identity?.TurnId is not { } id)
        {
            return;
        }

        thread.StandsForParent |= identity.StandsForParent;
        if (thread.TurnById(id) is not null || _root.TurnById(id) is not { } turn)
        {
            return;
        }

        _root.Turns.Remove(turn);
        turn.Items.Remove(thread);
        turn.Index = thread.Turns.Count + 1;
        thread.Turns.Add(turn);
        thread.StartedAt = turn.StartedAt < thread.StartedAt ? turn.StartedAt : thread.StartedAt;
        thread.HookCallSince = _root.HookCallSince;
        _root.HookCallSince = null;
        foreach (object item in turn.Items)
        {
            if (item is ToolState tool && tool.Owner == _root)
            {
                tool.Owner = thread;
            }
            else if (item is LlmCallState call && call.Owner == _root)
            {
                _root.Calls.Remove(call);
                call.Owner = thread;
                thread.Calls.Add(call);
            }
        }

        if (identity.ParentTurnId is { } parentTurn && _root.TurnById(parentTurn) is null)
        {
            // What the user asked for was the review.
            TurnState own = _root.Open(parentTurn, turn.Source, turn.StartedAt);
            own.Prompt = turn.Prompt;
            own.PromptFromHook = turn.PromptFromHook;
        }

        if (!_root.Turns.Exists(t => t.Items.Contains(thread)))
        {
            PlaceInParent(thread, time);
        }
    }

    /// <summary>A hook that names a turn of a subagent's, and no subagent, is that subagent's.</summary>
    private AgentThread OwnerOfTurn(string? turnId) => turnId is null || _subagentOrder.Count == 0 || _root.TurnById(turnId) is not null
        ? _root
        : _subagentOrder.Find(t => t.StandsForParent && t.TurnById(turnId) is not null) ?? _root;

    /// <summary>Whoever worked in the parent's place is done with the parent's turn, and the parent's turn with it.</summary>
    private static void EndWithParent(AgentThread thread, DateTimeOffset time, CallStatus status, string reason)
    {
        if (thread is { StandsForParent: true, Parent.OpenTurn: { } turn } && turn.Items.Contains(thread))
        {
            turn.Response = thread.Turns[^1].Response ?? turn.Response;
            thread.Status = status;
            thread.EndedAt = time;
            CloseTurn(thread.Parent, time, status, reason);
        }
    }
}
