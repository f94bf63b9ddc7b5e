// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Atif;

/// <summary>
/// The steps of one thread's turns: a user step for every message of the user, an agent step for every model call with the tool calls it
/// asked for and their results, system steps for what belongs to no model call.
/// </summary>
internal sealed class AtifProjection
{
    private readonly List<AtifStep> _steps = [];
    private readonly Dictionary<string, AtifStep> _byCall = new(StringComparer.Ordinal);
    private readonly List<LlmCall> _failed = [];
    private readonly List<Subagent> _subagents = [];

    public static (List<AtifStep> Steps, List<Subagent> Subagents) Of(IReadOnlyList<Turn> turns)
    {
        AtifProjection projection = new();
        HashSet<string> launched = [.. turns.SelectMany(t => t.Items).OfType<ToolCall>().SelectMany(t => t.SubagentIds)];
        Dictionary<string, Subagent> subagents = turns.SelectMany(t => t.Items).OfType<Subagent>().ToDictionary(s => s.Id, StringComparer.Ordinal);
        foreach (Turn turn in turns)
        {
            projection.Add(turn, launched, subagents);
        }

        // Late hooks of a turn that is over belong to it, but happened when they did.
        return ([.. projection._steps.OrderBy(s => s.Time)], projection._subagents);
    }

    /// <summary>True where a thread has anything to show.</summary>
    public static bool HasSteps(Subagent subagent) => Of(subagent.Turns).Steps.Count > 0;

    private void Add(Turn turn, HashSet<string> launched, Dictionary<string, Subagent> subagents)
    {
        AtifStep? user = null;
        if (turn.Prompt is not null)
        {
            user = new AtifStep("user", turn.StartedAt, turn.Prompt) { Turn = turn };
            _steps.Add(user);
        }

        bool spoke = false;
        foreach (TurnItem item in turn.Items)
        {
            switch (item)
            {
                case LlmCall call:
                    spoke |= AddCall(call, turn, ref user);
                    break;
                case ToolCall tool:
                    AddTool(tool, subagents);
                    break;
                case Subagent subagent when !launched.Contains(subagent.Id) && HasSteps(subagent):
                    AddUnlaunched(subagent);
                    break;
                case Mark mark when string.Equals(mark.Name, "PostCompact", StringComparison.OrdinalIgnoreCase):
                    _steps.Add(new AtifStep("system", mark.StartedAt, "The agent compacted its context.") { ContextManagement = "compaction", Data = mark.Data });
                    break;
                default:
                    break;
            }
        }

        if (_failed.Count > 0)
        {
            AtifStep failure = new("system", _failed[^1].EndedAt ?? _failed[^1].StartedAt, "The model call failed: " + (_failed[^1].Error ?? "no answer"));
            failure.FailedAttempts.AddRange(_failed);
            _failed.Clear();
            _steps.Add(failure);
        }

        if (!spoke && turn.Response is not null)
        {
            _steps.Add(new AtifStep("agent", turn.EndedAt ?? turn.StartedAt, turn.Response) { Turn = turn });
        }
    }

    /// <summary>True where the step carries the agent's words.</summary>
    private bool AddCall(LlmCall call, Turn turn, ref AtifStep? user)
    {
        if (user?.Request is null && user is not null)
        {
            user.Request = call;
        }
        else if (call.Purpose is null or "turn" && call.Request?.FreshUserText is { } said && said != user?.Message)
        {
            // The user spoke again in mid-turn; a retry of the same request says nothing new.
            user = new AtifStep("user", call.StartedAt, said) { Turn = turn, Request = call };
            _steps.Add(user);
        }

        bool hookOnly = call.Source == EventSource.Hook && call.Status == CallStatus.Completed;
        // An answer that could not be read is an answer all the same: the call's flags say what is missing. So is one that was paid for:
        // the totals are the sums of the steps.
        if (call.Status != CallStatus.Completed && (call.Usage is null || call.Status == CallStatus.Open) && (call.Response is null || (call.Status == CallStatus.Failed && call.Response.Items.Count == 0)))
        {
            if (call.Status != CallStatus.Open)
            {
                _failed.Add(call);
            }

            return false;
        }

        bool last = hookOnly && turn.Items.OfType<LlmCall>().Last() == call;
        string message = call.Response?.Text is { Length: > 0 } text ? text : last ? turn.Response ?? "" : "";
        AtifStep step = new("agent", call.StartedAt, message)
        {
            Call = call,
            LlmCallCount = 1,
            Request = user?.Request == call ? null : call,
            Turn = turn,
        };
        step.FailedAttempts.AddRange(_failed);
        _failed.Clear();
        _steps.Add(step);
        _byCall[call.Id] = step;
        return message.Length > 0;
    }

    private void AddTool(ToolCall tool, Dictionary<string, Subagent> subagents)
    {
        List<Subagent> launched = [.. tool.SubagentIds.Select(subagents.GetValueOrDefault).OfType<Subagent>().Where(HasSteps)];
        _subagents.AddRange(launched.Where(s => !_subagents.Contains(s)));

        if (tool.LlmCallId is { } callId && _byCall.TryGetValue(callId, out AtifStep? step))
        {
            if (!step.ToolCalls.Exists(t => t.Id == tool.Id))
            {
                step.ToolCalls.Add(new AtifToolCall(tool.Id, tool.Name, tool, launched));
            }

            return;
        }

        if (launched.Count > 0)
        {
            AtifStep dispatch = new("agent", tool.StartedAt, "") { LlmCallCount = 0 };
            dispatch.ToolCalls.Add(new AtifToolCall(tool.Id, tool.Name, tool, launched));
            _steps.Add(dispatch);
            return;
        }

        AtifStep orphan = new("system", tool.StartedAt, "");
        orphan.Orphans.Add(tool);
        _steps.Add(orphan);
    }

    /// <summary>No tool call is known to have launched it: a dispatch of our own carries the reference.</summary>
    private void AddUnlaunched(Subagent subagent)
    {
        _subagents.Add(subagent);
        AtifStep step = new("agent", subagent.StartedAt, "") { LlmCallCount = 0 };
        step.ToolCalls.Add(new AtifToolCall("subagent:" + subagent.Id, subagent.Name ?? subagent.Type ?? "subagent", null, [subagent]));
        _steps.Add(step);
    }
}
