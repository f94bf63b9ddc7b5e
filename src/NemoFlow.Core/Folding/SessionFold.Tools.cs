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
        if ((FindToStart(hook, turn) ?? SameCall(thread, hook) ?? OpenToolLike(thread, hook, t => !t.StartedByHook)) is { } known)
        {
            Note(known, hook);
            if (known.StartedByHook)
            {
                return;
            }

            known.StartedByHook = true;
            known.StartUnknown = false;
            // The hooks of one call may overtake each other.
            known.StartedAt = known.EndedByHook && known.EndedAt < e.Time ? known.StartedAt : e.Time;
            if (known is { Status: CallStatus.Abandoned, EndedByHook: false })
            {
                // It was given up with its turn, and runs all the same.
                known.Status = CallStatus.Open;
                known.StatusText = null;
                known.EndedAt = null;
                NoteOpen(known);
            }

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
        Judge(tool, hook.Agent);
        LinkByResult(tool);
        if (hook.Result is { } result && _interpreters.Adapter(hook.Agent)?.EndedSubagent(tool.HookName ?? tool.Name, result) is { } over
            && _subagents.TryGetValue(over, out AgentThread? subagent))
        {
            EndThread(subagent, null, e.Time);
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
        _toolCount++;
        tool.Turn.Items.Add(tool);
        NoteOpen(tool);
        NoteLaunch(tool);
        if (_subagentOrder.Find(t => t.LaunchCallId == tool.Id && t.LaunchedBy is null && t != tool.Owner) is { } launched)
        {
            Link(tool, launched);
        }
    }

    /// <summary>
    /// A call id counts within its turn: agents and models may use it again later. Some do even before, which shows in a call that was
    /// over and begins again with other arguments.
    /// </summary>
    private ToolState? FindToStart(AgentEvent hook, TurnState turn)
    {
        if (!_tools.TryGetValue(hook.ToolCallId!, out ToolState? tool)
            || (tool.Turn != turn && tool is not { StartedByHook: false, EndedByHook: false, ModelResult: null }))
        {
            return null;
        }

        bool another = tool is { StartedByHook: true, EndedByHook: true } && hook.Arguments is not null && !SameArguments(tool.Arguments, hook.Arguments);
        return another ? null : tool;
    }

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

        List<ToolState> open = OpenTools().FindAll(t => t.Owner == thread && !t.EndedByHook && t.Name == hook.ToolName && also(t));
        return open.Count == 1 ? open[0] : open.Find(t => SameArguments(t.Arguments, hook.Arguments));
    }

    /// <summary>
    /// Code that a tool runs may call further tools, whose hooks carry ids of their own: they belong to the only tool call of the
    /// thread's latest model response that is still open and runs code. Another call of the same tool is not within it.
    /// </summary>
    private static void AttachToRunningCode(ToolState tool)
    {
        if (tool.Owner.LastAsking is not { } call || call.EndedAt > tool.StartedAt)
        {
            return;
        }

        List<ToolState> open = call.Tools.FindAll(t => t.Parent is null);
        if (open.Count == 1 && open[0] is { Status: CallStatus.Open, StartedByHook: false } parent && parent.Name != tool.Name)
        {
            tool.LlmCall = call;
            tool.Parent = parent;
            parent.Nested.Add(tool);
        }
    }
}
