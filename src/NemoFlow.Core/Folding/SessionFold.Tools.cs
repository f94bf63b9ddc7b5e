// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    private void StartTool(AgentEvent hook, SessionEvent e)
    {
        (AgentThread thread, string source) = ToolOwner(hook, e.Time);
        TurnState turn = TurnFor(thread, hook.TurnId, e.Time, "implicit");
        if ((FindToStart(hook.ToolCallId!, turn) ?? (hook.ToolCallIdMinted ? OpenToolLike(thread, hook, t => !t.StartedByHook) : null)) is { } known)
        {
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

            known.CorrelationSource ??= source;
            return;
        }

        ToolState tool = NewTool(hook, e, thread, turn, source);
        tool.StartedByHook = true;
    }

    private void EndTool(AgentEvent hook, SessionEvent e)
    {
        (AgentThread thread, string source) = ToolOwner(hook, e.Time);
        TurnState? told = hook.TurnId is null ? thread.OpenTurn : thread.TurnById(hook.TurnId);
        ToolState? tool = FindToEnd(hook.ToolCallId!, told) ?? (hook.ToolCallIdMinted ? OpenToolLike(thread, hook, _ => true) : null);
        if (tool is null)
        {
            TurnState turn = TurnFor(thread, hook.TurnId, e.Time, "implicit");
            tool = NewTool(hook, e, thread, turn, source);
            tool.StartUnknown = true;
        }
        else if (tool.EndedByHook)
        {
            return;
        }

        tool.EndedByHook = true;
        tool.EndedAt = e.Time;
        tool.HookResult = hook.Result;
        tool.StatusText = hook.Status ?? tool.StatusText;
        tool.Status = hook.Status switch
        {
            "denied" or "deny" => CallStatus.Denied,
            "error" or "failed" or "failure" => CallStatus.Failed,
            _ => CallStatus.Completed,
        };
        LinkByResult(tool);
        if (hook.Result is { } result && _interpreters.Adapter(hook.Agent)?.EndedSubagent(tool.HookName ?? tool.Name, result) is { } over
            && _subagents.TryGetValue(over, out AgentThread? subagent))
        {
            EndThread(subagent, null, e.Time);
        }
    }

    private ToolState NewTool(AgentEvent hook, SessionEvent e, AgentThread thread, TurnState turn, string source)
    {
        ToolState tool = new(hook.ToolCallId!, hook.ToolName ?? "unknown_tool", e.Time)
        {
            Owner = thread,
            Turn = turn,
            Arguments = hook.Arguments,
            CorrelationSource = source,
        };
        AttachToRunningCode(tool);
        Register(tool);
        return tool;
    }

    private void Register(ToolState tool)
    {
        _tools[tool.Id] = tool;
        _toolOrder.Add(tool);
        tool.Turn.Items.Add(tool);
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
        List<ToolState> open = _toolOrder.FindAll(t =>
            t.Owner == thread && !t.EndedByHook && t.Status == CallStatus.Open && t.Name == hook.ToolName && also(t));
        return open.Count == 1 ? open[0] : open.Find(t => SameArguments(t.Arguments, hook.Arguments));
    }

    /// <summary>Models write arguments as JSON in a string, hooks as an object.</summary>
    private static bool SameArguments(JsonElement? left, JsonElement? right) =>
        Unwrapped(left) is { } one && Unwrapped(right) is { } other && JsonElement.DeepEquals(one, other);

    private static JsonElement? Unwrapped(JsonElement? arguments)
    {
        try
        {
            return arguments is { ValueKind: JsonValueKind.String } text ? JsonElement.Parse(text.GetString()!) : arguments;
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    /// <summary>The agent's own word, else the owner of the model call that asked for it, else the root agent.</summary>
    private (AgentThread Thread, string Source) ToolOwner(AgentEvent hook, DateTimeOffset time)
    {
        if (hook.SubagentId is not null)
        {
            return (ThreadOf(hook, time), "agent_id");
        }

        if (_tools.TryGetValue(hook.ToolCallId!, out ToolState? known) && known.LlmCall is not null)
        {
            return (known.Owner, "single_hint");
        }

        return (_root, "agent_fallback");
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
