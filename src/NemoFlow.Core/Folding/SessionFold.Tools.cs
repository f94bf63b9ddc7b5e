// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    private void StartTool(AgentEvent hook, SessionEvent e)
    {
        ToolOwner owner = OwnerOf(hook, e.Time);
        AgentThread thread = owner.Thread;
        TurnState turn = TurnFor(thread, hook.TurnId, e.Time, "implicit");
        if ((FindToStart(hook.ToolCallId!, turn) ?? SameCall(thread, hook) ?? OpenToolLike(thread, hook, t => !t.StartedByHook)) is { } known)
        {
            Note(known, hook);
            if (known.StartedByHook)
            {
                return;
            }

            known.StartedByHook = true;
            known.StartedAt = e.Time;
            known.HookName = hook.ToolName;
            if (known.LlmCall is null)
            {
                known.Name = hook.ToolName ?? known.Name;
                known.Arguments = hook.Arguments ?? known.Arguments;
            }

            owner.NoteOn(known);
            return;
        }

        ToolState tool = NewTool(hook, e, turn, owner);
        tool.StartedByHook = true;
        Note(tool, hook);
    }

    private void EndTool(AgentEvent hook, SessionEvent e)
    {
        ToolOwner owner = OwnerOf(hook, e.Time);
        AgentThread thread = owner.Thread;
        TurnState? told = hook.TurnId is null ? thread.OpenTurn : thread.TurnById(hook.TurnId);
        ToolState? tool = FindToEnd(hook.ToolCallId!, told) ?? SameCall(thread, hook) ?? OpenToolLike(thread, hook, _ => true);
        if (tool is null)
        {
            TurnState turn = TurnFor(thread, hook.TurnId, e.Time, "implicit");
            tool = NewTool(hook, e, turn, owner);
            tool.StartUnknown = true;
        }

        Note(tool, hook);
        if (tool.EndedByHook)
        {
            tool.HookResult ??= hook.Result;
            return;
        }

        tool.EndedByHook = true;
        tool.EndedAt = e.Time;
        tool.HookResult = hook.Result;
        tool.StatusText = hook.Status ?? (tool.Status == CallStatus.Failed ? null : tool.StatusText);
        tool.Status = hook.Status switch
        {
            "denied" or "deny" => CallStatus.Denied,
            "error" or "failed" or "failure" => CallStatus.Failed,
            _ => CallStatus.Completed,
        };
        NoteFailure(tool, hook.Agent);
        LinkByResult(tool);
        if (hook.Result is { } result && _interpreters.Adapter(hook.Agent)?.EndedSubagent(tool.HookName ?? tool.Name, result) is { } over
            && _subagents.TryGetValue(over, out AgentThread? subagent))
        {
            EndThread(subagent, null, e.Time);
        }
    }

    /// <summary>Not every agent's hooks tell failure from success: then the model's word counts, whichever comes first.</summary>
    private void NoteFailure(ToolState tool, string agent)
    {
        if (tool is { Status: CallStatus.Completed, ModelResult: { } result }
            && _interpreters.Adapter(agent)?.ToolFailure(tool.HookName ?? tool.Name, result, tool.StartedByHook && !tool.EndedByHook) is { } failure)
        {
            tool.Status = CallStatus.Failed;
            tool.StatusText = failure;
        }
    }

    private ToolState NewTool(AgentEvent hook, SessionEvent e, TurnState turn, ToolOwner owner)
    {
        ToolState tool = new(hook.ToolCallId!, hook.ToolName ?? "unknown_tool", e.Time)
        {
            Owner = owner.Thread,
            Turn = turn,
            Arguments = hook.Arguments,
        };
        owner.NoteOn(tool);
        AttachToRunningCode(tool);
        Register(tool);
        return tool;
    }

    private void Register(ToolState tool)
    {
        _tools[tool.Id] = tool;
        _toolOrder.Add(tool);
        tool.Turn.Items.Add(tool);
        if (_subagentOrder.Find(t => t.LaunchCallId == tool.Id && t.LaunchedBy is null && t != tool.Owner) is { } launched)
        {
            Link(tool, launched);
        }
    }

    /// <summary>A call id counts within its turn: agents and models may use it again later.</summary>
    private ToolState? FindToStart(string id, TurnState turn) =>
        _tools.TryGetValue(id, out ToolState? tool) && (tool.Turn == turn || tool is { StartedByHook: false, EndedByHook: false, ModelResult: null }) ? tool : null;

    /// <summary>A call may end after its turn.</summary>
    private ToolState? FindToEnd(string id, TurnState? turn) =>
        _tools.TryGetValue(id, out ToolState? tool) && (tool.Turn == turn || (!tool.EndedByHook && (tool.StartedByHook || tool.ModelResult is null))) ? tool : null;

    /// <summary>
    /// The call that a hook without an id speaks of: the only open one of that name, or the first of those made with the very same
    /// arguments. Where several may be meant, nothing is guessed.
    /// </summary>
    private ToolState? OpenToolLike(AgentThread thread, AgentEvent hook, Predicate<ToolState> also)
    {
        if (!hook.ToolCallIdMinted || hook.SameCallKey is not null)
        {
            return null;
        }

        List<ToolState> open = _toolOrder.FindAll(t =>
            t.Owner == thread && !t.EndedByHook && t.Status == CallStatus.Open && t.Name == hook.ToolName && also(t));
        return open.Count == 1 ? open[0] : open.Find(t => SameArguments(t.Arguments, hook.Arguments));
    }

    /// <summary>
    /// Code that a tool runs may call further tools, whose hooks carry ids of their own: they belong to the only tool call of the
    /// thread's latest model response that is still open and runs code. Another call of the same tool is not within it.
    /// </summary>
    private static void AttachToRunningCode(ToolState tool)
    {
        if (tool.Owner.Calls.FindLast(c => c.Response is not null && c.Response.Items.Any(i => i.Kind == LlmItemKind.ToolCall)) is not { } call
            || call.EndedAt > tool.StartedAt)
        {
            return;
        }

        List<ToolState> open = [.. tool.Owner.Turns.SelectMany(t => t.Items).OfType<ToolState>().Where(t => t.LlmCall == call && t.Parent is null)];
        if (open.Count == 1 && open[0] is { Status: CallStatus.Open, StartedByHook: false } parent && parent.Name != tool.Name)
        {
            tool.LlmCall = call;
            tool.Parent = parent;
        }
    }
}
