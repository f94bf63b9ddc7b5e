// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>The id of a subagent whose hooks tell none.</summary>
    private const string UnnamedSubagent = "subagent";

    private AgentThread ThreadOf(AgentEvent hook, DateTimeOffset time) =>
        hook.SubagentId is { } id ? Subagent(id, time) : _root;

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
        thread.Type ??= hook.Metadata.GetValueOrDefault("agent_type") ?? hook.Metadata.GetValueOrDefault("agent_role");
        thread.Name ??= hook.Metadata.GetValueOrDefault("agent_nickname");
        if (thread.Status != CallStatus.Open)
        {
            // The same subagent was given more work.
            thread.Status = CallStatus.Open;
            thread.EndedAt = null;
        }

        if (hook.TurnId is not null)
        {
            TurnFor(thread, hook.TurnId, e.Time, "implicit");
        }
    }

    private void EndSubagent(AgentEvent hook, SessionEvent e)
    {
        if (!_subagents.TryGetValue(hook.SubagentId ?? UnnamedSubagent, out AgentThread? thread))
        {
            AddMark(_root, new MarkState(EventId(e), "subagent_end_without_start", e.Time, hook.Payload));
            return;
        }

        thread.Type ??= hook.Metadata.GetValueOrDefault("agent_type");
        EndThread(thread, hook.Text, e.Time);
    }

    /// <summary>The end of a subagent may be told twice, by its own hook and by the call that launched it: the first counts.</summary>
    private static void EndThread(AgentThread thread, string? response, DateTimeOffset time)
    {
        if (thread.OpenTurn is { } turn)
        {
            turn.Response = response ?? turn.Response;
            CloseTurn(thread, time, CallStatus.Completed, "stop");
        }
        else if (thread.Status == CallStatus.Completed)
        {
            return;
        }

        thread.Status = CallStatus.Completed;
        thread.EndedAt = time;
    }

    private List<string> ActiveSubagents() => [.. _subagentOrder.Where(t => t.IsActive).Select(t => t.Id!)];

    /// <summary>While exactly one launching tool call is open and unclaimed, it launched this subagent.</summary>
    private void LinkToOpenLaunch(AgentThread thread)
    {
        List<ToolState> open = _toolOrder.FindAll(t =>
            t.Status == CallStatus.Open && t.Subagent is null && t.Owner != thread && Launches(t.Name));
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
        if (thread.LaunchedBy is { } previous && previous != tool)
        {
            previous.Subagent = null;
        }

        if (tool.Subagent is { } other && other != thread)
        {
            other.LaunchedBy = null;
        }

        tool.Subagent = thread;
        thread.LaunchedBy = tool;
        Reparent(thread, tool.Owner, tool.StartedAt);
    }

    private bool Launches(string toolName) => _interpreters.Adapter(_agent)?.LaunchesSubagent(toolName) == true;
}
