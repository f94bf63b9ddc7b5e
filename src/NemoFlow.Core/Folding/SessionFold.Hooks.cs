// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    private void ApplyHook(SessionEvent e)
    {
        if (_interpreters.Adapter(e.Agent) is not { } adapter || e.Data.At("payload") is not { } payload)
        {
            return;
        }

        IReadOnlyDictionary<string, string> headers = HeadersOf(e.Data.At("headers"));
        IReadOnlyList<AgentEvent> events = adapter.Read(new HookInput(payload, headers, EventId(e)));
        Count(events[0].RawName);
        NoteGiven(headers);
        NoteAsked(headers);
        foreach (AgentEvent hook in events)
        {
            ApplyAgentEvent(hook, e);
        }
    }

    private void Count(string name) => _hookCounts[name] = _hookCounts.GetValueOrDefault(name) + 1;

    private void ApplyAgentEvent(AgentEvent hook, SessionEvent e)
    {
        if (hook is { Kind: AgentEventKind.AgentEnded, SubagentId: null })
        {
            Note(hook.Metadata);
            if (hook.TurnStatus is { } outcome)
            {
                CloseTurn(_root, e.Time, Untold(_root) ?? outcome, hook.Status ?? "session_end");
            }

            EndSession(e.Time, hook.Status ?? "session_end");
            return;
        }

        Touch(hook.Agent, e.Time);
        if (_endReason == GatewayStopReason)
        {
            // The agent outlived the gateway and found another.
            Reopen();
        }

        switch (hook.Kind)
        {
            case AgentEventKind.AgentStarted:
                Reopen();
                Note(hook.Metadata);
                _marks.Add(new MarkState(EventId(e), hook.RawName, e.Time, hook.Payload));
                break;
            case AgentEventKind.LlmHint:
                if (hook.Hint is not null)
                {
                    _owners.Add(hook.Hint, hook.RawName, e.Time);
                }

                NoteResponse(hook);

                break;
            case AgentEventKind.PromptSubmitted:
                ApplyPrompt(hook, e);
                break;
            case AgentEventKind.TurnEnded:
                ApplyTurnEnd(hook, e.Time, hook.TurnStatus ?? (hook.Status == "failed" ? CallStatus.Failed : CallStatus.Completed), EndReason(hook));
                break;
            case AgentEventKind.Interrupted:
                ApplyTurnEnd(hook, e.Time, CallStatus.Interrupted, "interrupt");
                break;
            case AgentEventKind.SubagentStarted:
                StartSubagent(hook, e);
                break;
            case AgentEventKind.SubagentEnded or AgentEventKind.AgentEnded:
                EndSubagent(hook, e);
                break;
            case AgentEventKind.ToolStarted:
                StartTool(hook, e);
                break;
            case AgentEventKind.ToolEnded:
                EndTool(hook, e);
                break;
            case AgentEventKind.LlmStarted when hook.ModelCall is not null:
                StartModelCall(hook, hook.ModelCall, e);
                break;
            case AgentEventKind.LlmEnded when hook.ModelCall is not null:
                EndModelCall(hook, hook.ModelCall, e);
                break;
            case AgentEventKind.LlmStarted:
                ThreadOf(hook, e.Time).HookCallSince = e.Time;
                break;
            case AgentEventKind.LlmEnded:
                EndHookCall(hook, e);
                break;
            case AgentEventKind.Compaction:
                BeginCompaction(hook, e);
                break;
            case AgentEventKind.CompactionEnded:
                EndCompaction(hook, e);
                break;
            default:
                AddMark(ThreadOf(hook, e.Time), new MarkState(EventId(e), hook.RawName, e.Time, hook.Payload));
                break;
        }
    }

    /// <summary>What the agent answered, where a hook tells it before the turn is over or just after.</summary>
    private void NoteResponse(AgentEvent hook)
    {
        AgentThread? thread = hook.SubagentId is { } id ? _subagents.GetValueOrDefault(id) : _root;
        if (hook.Text is not null && thread?.Turns.LastOrDefault() is { } turn && (turn.IsOpen || turn.Response is null))
        {
            turn.Response = hook.Text;
        }
    }

    private static string EndReason(AgentEvent hook) => hook switch
    {
        { TurnStatus: CallStatus.Interrupted } => "interrupt",
        { TurnStatus: null, Status: "failed" } => "stop_failure",
        _ => "stop",
    };

    private void ApplyPrompt(AgentEvent hook, SessionEvent e)
    {
        AgentThread thread = ThreadOf(hook, e.Time);
        if (thread.IsRoot)
        {
            Reopen();
            Note(hook.Metadata);
        }

        if (thread.OpenTurn is { } open && ContinuesTurn(open, hook))
        {
            TakeTurnId(open, hook.TurnId);
            if (!open.PromptFromHook)
            {
                open.Prompt = hook.Text ?? open.Prompt;
                open.PromptFromHook = true;
            }
            else
            {
                // The user spoke again before the turn was over.
                open.Items.Add(new MarkState(EventId(e), hook.RawName, e.Time, hook.Payload));
            }

            return;
        }

        if (hook.TurnId is not null && thread.TurnById(hook.TurnId) is { IsOpen: false } told && (hook.Text is null || told.Prompt is null || told.Prompt == hook.Text))
        {
            // Told by another hook as well.
            told.Prompt ??= hook.Text;
            return;
        }

        CloseTurn(thread, e.Time, CallStatus.Superseded, "superseded_by_next_turn");
        thread.IsCompacting = false;
        TurnState turn = thread.Open(hook.TurnId, "user_prompt", e.Time);
        turn.Prompt = hook.Text;
        turn.PromptFromHook = true;
    }

    /// <summary>A prompt belongs to the open turn where the ids agree, or where traffic opened the turn before the prompt was told.</summary>
    private static bool ContinuesTurn(TurnState open, AgentEvent hook)
    {
        if (open.HasNaturalId && hook.TurnId is not null)
        {
            return open.Id == hook.TurnId;
        }

        return !open.PromptFromHook && open.Source != "user_prompt" && (open.Prompt is null || hook.Text is null || open.Prompt == hook.Text);
    }

    private static void TakeTurnId(TurnState turn, string? id)
    {
        if (id is not null && !turn.HasNaturalId)
        {
            turn.Id = id;
            turn.HasNaturalId = true;
        }
    }

    private void ApplyTurnEnd(AgentEvent hook, DateTimeOffset time, CallStatus status, string reason)
    {
        AgentThread thread = ThreadOf(hook, time);
        if (thread.Turns.Count > 0)
        {
            thread.Turns[^1].ResumeFromIdle();
        }

        thread.IsCompacting = false;
        if (thread.OpenTurn is null && hook.TurnId is not null && thread.TurnById(hook.TurnId) is { EndReason: "stop" } stopped && stopped == thread.Turns[^1])
        {
            // Somebody sent the agent on after it had stopped, and now it stops for good.
            stopped.Resume();
        }

        if (thread.OpenTurn is not { } turn || (turn.HasNaturalId && hook.TurnId is not null && turn.Id != hook.TurnId))
        {
            return;
        }

        turn.Response = hook.Text ?? turn.Response;
        CloseTurn(thread, time, status, reason);
        EndWithParent(thread, time, status, reason);
    }

    /// <summary>The turn that something belongs to; opened where the hook that should have opened it was lost.</summary>
    private static TurnState TurnFor(AgentThread thread, string? turnId, DateTimeOffset time, string source)
    {
        if (turnId is not null && thread.TurnById(turnId) is { } known)
        {
            if (known == thread.Turns[^1])
            {
                known.ResumeFromIdle();
            }

            return known;
        }

        if (thread.OpenTurn is { } open && (turnId is null || !open.HasNaturalId))
        {
            TakeTurnId(open, turnId);
            return open;
        }

        // What should have ended the turn before was lost.
        CloseTurn(thread, time, Untold(thread) ?? CallStatus.Superseded, "superseded_by_next_turn");
        return thread.Open(turnId, source, time);
    }
}
