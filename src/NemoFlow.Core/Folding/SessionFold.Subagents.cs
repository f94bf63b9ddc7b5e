// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>The id of a subagent whose hooks tell none.</summary>
    private const string UnnamedSubagent = "subagent";

    /// <summary>How long after its end a subagent's start may arrive: agents run the hooks of both at the same time.</summary>
    private static readonly TimeSpan Overtaking = TimeSpan.FromSeconds(5);

    /// <summary>Ends of subagents that had not begun, by id.</summary>
    private readonly Dictionary<string, (AgentEvent Hook, DateTimeOffset Time)> _earlyEnds = new(StringComparer.Ordinal);

    /// <summary>Subagents by the session id of their own hooks.</summary>
    private readonly Dictionary<string, AgentThread> _childSessions = new(StringComparer.Ordinal);

    private AgentThread ThreadOf(AgentEvent hook, DateTimeOffset time) =>
        hook.SubagentId is { } id ? Subagent(id, time) : OwnerOfTurn(hook.TurnId);

    /// <summary>The subagent with this id, made known where nothing told of it before.</summary>
    private AgentThread Subagent(string id, DateTimeOffset time)
    {
        if (_subagents.TryGetValue(id, out AgentThread? known))
        {
            return known;
        }

        AgentThread thread = new(id, time) { Parent = _root };
        _subagents.Add(id, thread);
        _subagentOrder.Add(thread);
        PlaceInParent(thread, time);
        LinkToOpenLaunch(thread);
        return thread;
    }

    private void PlaceInParent(AgentThread thread, DateTimeOffset time)
    {
        AgentThread parent = thread.Parent ?? _root;
        TurnState turn = parent.OpenTurn ?? (parent.Turns.Count > 0 ? parent.Turns[^1] : parent.Open(null, "implicit", time));
        turn.Items.Add(thread);
    }

    private void Reparent(AgentThread thread, AgentThread parent, DateTimeOffset time)
    {
        if (thread.Parent == parent || parent == thread || IsWithin(parent, thread))
        {
            return;
        }

        foreach (TurnState turn in (thread.Parent ?? _root).Turns)
        {
            turn.Items.Remove(thread);
        }

        thread.Parent = parent;
        PlaceInParent(thread, time);
    }

    private static bool IsWithin(AgentThread thread, AgentThread ancestor)
    {
        for (AgentThread? t = thread; t is not null; t = t.Parent)
        {
            if (t == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private void StartSubagent(AgentEvent hook, SessionEvent e)
    {
        AgentThread thread = Subagent(hook.SubagentId ?? UnnamedSubagent, e.Time);
        thread.Announced = true;
        if (hook.ChildSessionId is { } session)
        {
            _childSessions[session] = thread;
        }

        if (hook.ParentSubagentId is { } parent && parent != thread.Id)
        {
            Reparent(thread, Subagent(parent, e.Time), e.Time);
        }

        thread.Type ??= hook.Metadata.GetValueOrDefault("agent_type") ?? hook.Metadata.GetValueOrDefault("agent_role");
        thread.Name ??= hook.Metadata.GetValueOrDefault("agent_nickname");
        if (thread.Status != CallStatus.Open)
        {
            // The same subagent was given more work.
            thread.Status = CallStatus.Open;
            thread.EndedAt = null;
        }

        if (hook.ToolCallId is { } launch)
        {
            thread.LaunchCallId = launch;
            if (_tools.TryGetValue(launch, out ToolState? tool) && tool.Owner != thread)
            {
                Link(tool, thread);
            }
        }

        if (hook.TurnId is not null || hook.Text is not null)
        {
            // A turn id that the parent's turn has is the parent's: the hook fired there.
            string? own = hook.TurnId is { } id && (thread.Parent ?? _root).TurnById(id) is not null ? null : hook.TurnId;
            TurnFor(thread, own, e.Time, "implicit").Prompt ??= hook.Text;
        }

        if (_earlyEnds.Remove(thread.Id!, out (AgentEvent Hook, DateTimeOffset Time) early) && e.Time - early.Time <= Overtaking)
        {
            EndThread(thread, early.Hook.Text, e.Time, Outcome(early.Hook));
        }
    }

    private void EndSubagent(AgentEvent hook, SessionEvent e)
    {
        if (EndedThread(hook) is not { } thread)
        {
            AddMark(_root, new MarkState(EventId(e), "subagent_end_without_start", e.Time, hook.Payload));
            if (hook.SubagentId is { } id)
            {
                _earlyEnds[id] = (hook, e.Time);
            }

            return;
        }

        thread.Type ??= hook.Metadata.GetValueOrDefault("agent_type");
        EndThread(thread, hook.Text, e.Time, Outcome(hook));
    }

    private static CallStatus Outcome(AgentEvent hook) => hook.Status switch
    {
        "failed" or "error" => CallStatus.Failed,
        "interrupted" or "aborted" => CallStatus.Interrupted,
        _ => CallStatus.Completed,
    };

    /// <summary>The end of a subagent may be told twice, by its own hook and by the call that launched it: the first counts.</summary>
    private static void EndThread(AgentThread thread, string? response, DateTimeOffset time, CallStatus outcome = CallStatus.Completed)
    {
        if (thread.OpenTurn is { } turn)
        {
            turn.Response = response ?? turn.Response;
            CloseTurn(thread, time, outcome, "stop");
        }
        else if (thread.Status is not (CallStatus.Open or CallStatus.Abandoned))
        {
            return;
        }

        thread.Status = outcome;
        thread.EndedAt = time;
    }

    /// <summary>
    /// The subagent that a hook says is over: by its id, by the id of its session, and where the hook tells neither, the only one at work
    /// of the type that it tells.
    /// </summary>
    private AgentThread? EndedThread(AgentEvent hook)
    {
        if (hook.SubagentId is { } id && _subagents.TryGetValue(id, out AgentThread? named))
        {
            return named;
        }

        if (hook.ChildSessionId is { } session && _childSessions.TryGetValue(session, out AgentThread? child))
        {
            return child;
        }

        if (hook.SubagentId is not null)
        {
            return null;
        }

        string? type = hook.Metadata.GetValueOrDefault("agent_type") ?? hook.Metadata.GetValueOrDefault("agent_role");
        List<AgentThread> atWork = _subagentOrder.FindAll(t => t.IsActive && (type is null || t.Type is null || t.Type == type));
        return _subagents.GetValueOrDefault(UnnamedSubagent) is { IsActive: true } unnamed ? unnamed : atWork.Count == 1 ? atWork[0] : null;
    }

    private List<string> ActiveSubagents() => [.. _subagentOrder.Where(t => t.IsActive).Select(t => t.Id!)];

    /// <summary>While exactly one launching tool call is open and unclaimed, it launched this subagent.</summary>
    private void LinkToOpenLaunch(AgentThread thread)
    {
        bool several = _interpreters.Adapter(_agent)?.LaunchesSeveral == true;
        List<ToolState> open = _launches.FindAll(t => t.Status == CallStatus.Open && (several || t.Subagents.Count == 0) && t.Owner != thread);
        if (open.Count == 1)
        {
            Link(open[0], thread);
        }
    }

    /// <summary>The result of a launching tool call names its subagent: that is worth more than the guess by time.</summary>
    private void LinkByResult(ToolState tool)
    {
        if (!Launches(tool.Name) || (NamedIn(tool.ModelResult) ?? NamedIn(tool.HookResult)) is not { } name)
        {
            return;
        }

        AgentThread? thread = _subagents.GetValueOrDefault(name) ?? _subagentOrder.Find(t => t.Name == name);
        if (thread is not null && thread != tool.Owner)
        {
            Link(tool, thread);
        }
    }

    private string? NamedIn(JsonElement? result) => result is { } told ? _interpreters.Adapter(_agent)?.LaunchedSubagent(told) : null;

    private void Link(ToolState tool, AgentThread thread)
    {
        IAgentAdapter? adapter = _interpreters.Adapter(_agent);
        if (thread.LaunchedBy is { } previous && previous != tool)
        {
            previous.Subagents.Remove(thread);
        }

        if (adapter?.LaunchesSeveral != true)
        {
            foreach (AgentThread other in tool.Subagents.Where(t => t != thread && t.LaunchCallId != tool.Id))
            {
                other.LaunchedBy = null;
            }

            tool.Subagents.RemoveAll(t => t != thread && t.LaunchCallId != tool.Id);
        }

        if (!tool.Subagents.Contains(thread))
        {
            tool.Subagents.Add(thread);
        }

        thread.LaunchedBy = tool;
        if (tool.Arguments is { } arguments)
        {
            thread.Task = adapter?.LaunchPrompt(arguments);
        }

        Reparent(thread, tool.Owner, tool.StartedAt);
    }

    private bool Launches(string toolName) => _interpreters.Adapter(_agent)?.LaunchesSubagent(toolName) == true;
}
