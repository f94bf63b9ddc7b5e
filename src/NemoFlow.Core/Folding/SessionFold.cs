// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Correlation;
using NemoFlow.Text;

namespace NemoFlow.Folding;

/// <summary>
/// Turns a session's events into the session. Events come in <see cref="Events.EventOrder"/>; the same events always give the same session.
/// Nothing here reads a clock or a file.
/// </summary>
public sealed partial class SessionFold
{
    /// <summary>Above it, an exit code is the number of the signal that ended the agent.</summary>
    private const int SignalExitCode = 128;

    private const string GatewayStopReason = "gateway_stop";

    private readonly Interpreters _interpreters;
    private readonly HashSet<string> _deliveries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentThread> _subagents = new(StringComparer.Ordinal);
    private readonly List<AgentThread> _subagentOrder = [];
    private readonly Dictionary<string, LlmCallState> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ToolState> _tools = new(StringComparer.Ordinal);
    private readonly OwnerResolver _owners = new();
    private readonly Dictionary<string, int> _hookCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<MarkState> _marks = [];
    private readonly AgentThread _root;
    private readonly string _sessionId;
    private string _agent = AgentKinds.Gateway;
    private string? _agentVersion;
    private DateTimeOffset? _startedAt;
    private DateTimeOffset _lastEventAt;
    private DateTimeOffset? _endedAt;
    private string? _endReason;
    private int? _exitCode;
    private int _events;
    private int _modelRequests;

    /// <summary>Starts with nothing.</summary>
    public SessionFold(string sessionId, Interpreters interpreters)
    {
        _sessionId = sessionId;
        _interpreters = interpreters;
        _root = new AgentThread(null, default);
    }

    /// <summary>True once something happened that is worth showing: a terminal event of an unknown session is not.</summary>
    public bool HasContent => _startedAt is not null;

    /// <summary>Takes one event.</summary>
    public void Apply(SessionEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Kind == EventKinds.Hook && e.Id is not null && !_deliveries.Add(e.Id))
        {
            return;
        }

        _events++;
        switch (e.Kind)
        {
            case EventKinds.Hook:
                ApplyHook(e);
                break;
            case EventKinds.LlmRequest:
                ApplyRequest(e);
                break;
            case EventKinds.LlmResponse:
                ApplyResponse(e);
                break;
            case EventKinds.RunStart:
                ApplyRunStart(e);
                break;
            case EventKinds.SessionMetadata:
                MergeGiven(e.Data);
                break;
            case EventKinds.RunEnd:
                _exitCode = (int?)e.Data.LongAt("exit_code");
                EndSession(e.Time, "agent_exit", _exitCode > SignalExitCode ? CallStatus.Interrupted : CallStatus.Abandoned);
                break;
            case EventKinds.Idle:
                CloseIdleTurns(e.Time);
                break;
            case EventKinds.GatewayStop:
                EndSession(e.Time, GatewayStopReason);
                break;
            default:
                _marks.Add(new MarkState(EventId(e), e.Kind, e.Time, e.Data));
                break;
        }

        SettleAfterEnd(e.Time);
        _lastEventAt = e.Time > _lastEventAt ? e.Time : _lastEventAt;
    }

    /// <summary>Work that begins after the end resumes the session; what a late event merely completes does not.</summary>
    private void SettleAfterEnd(DateTimeOffset time)
    {
        if (_endedAt is null)
        {
            return;
        }

        if (_subagentOrder.Append(_root).Any(t => t.OpenTurn is not null || (t.IsActive && !t.IsRoot)))
        {
            Reopen();
            return;
        }

        foreach (TurnState turn in _subagentOrder.Append(_root).SelectMany(t => t.Turns))
        {
            CloseOpenCalls(turn, time, CallStatus.Abandoned);
        }
    }

    private void ApplyRunStart(SessionEvent e)
    {
        _agentVersion = e.Data.TextAt("agent_version") ?? _agentVersion;
        if (e.Data.TextAt("cwd") is { } cwd)
        {
            _metadata["cwd"] = cwd;
        }
    }

    /// <summary>Notes that the session exists, and that it is active again where it had ended.</summary>
    private void Touch(string agent, DateTimeOffset time)
    {
        if (_startedAt is null)
        {
            _startedAt = time;
            _root.StartedAt = time;
        }

        if (_agent == AgentKinds.Gateway)
        {
            _agent = agent;
        }
    }

    private void Reopen()
    {
        _endedAt = null;
        _endReason = null;
        _root.Status = CallStatus.Open;
    }

    private void EndSession(DateTimeOffset time, string reason, CallStatus open = CallStatus.Abandoned)
    {
        if (_startedAt is null || _endedAt is not null)
        {
            return;
        }

        CloseEverything(time, reason, open);
        _owners.Clear();
        _endedAt = time;
        _endReason = reason;
    }

    private void CloseEverything(DateTimeOffset time, string reason, CallStatus open)
    {
        foreach (AgentThread thread in _subagentOrder.Append(_root))
        {
            CloseTurn(thread, time, Untold(thread) ?? open, reason);
            foreach (TurnState turn in thread.Turns)
            {
                // Late calls may have begun in turns that were over.
                CloseOpenCalls(turn, time, CallStatus.Abandoned);
            }

            if (thread.IsActive && !thread.IsRoot)
            {
                thread.Status = thread is { StandsForParent: true, Turns: [.., { IsOpen: false } last] } ? last.Status : CallStatus.Abandoned;
                thread.EndedAt = time;
            }
        }
    }

    /// <summary>What a turn came to whose end no hook told: agents tell neither of a failed turn nor of one that a signal ended.</summary>
    private static CallStatus? Untold(AgentThread thread)
    {
        if (thread.OpenTurn is not { } turn)
        {
            return null;
        }

        if (turn.Items.OfType<AgentThread>().LastOrDefault(t => t.StandsForParent) is { } standIn)
        {
            return standIn.Turns.Count > 0 && !standIn.Turns[^1].IsOpen ? standIn.Turns[^1].Status : null;
        }

        return turn.Items.OfType<LlmCallState>().LastOrDefault() switch
        {
            { Status: CallStatus.Failed } or { Response.Finish: LlmFinish.Length or LlmFinish.ContentFilter } => CallStatus.Failed,
            { Status: CallStatus.Interrupted, Error: "client_cancelled" } => CallStatus.Interrupted,
            { Status: CallStatus.Interrupted } => CallStatus.Failed,
            { Status: CallStatus.Completed, Response.Finish: LlmFinish.Complete } when thread.StandsForParent => CallStatus.Completed,
            _ => null,
        };
    }

    private static void CloseTurn(AgentThread thread, DateTimeOffset time, CallStatus status, string reason)
    {
        if (thread.OpenTurn is not { } turn)
        {
            return;
        }

        CloseOpenCalls(turn, time, status);
        turn.Status = status;
        turn.EndReason = reason;
        turn.EndedAt = time;
    }

    private static void CloseOpenCalls(TurnState turn, DateTimeOffset time, CallStatus status)
    {
        CallStatus callStatus = status == CallStatus.Interrupted ? CallStatus.Interrupted : CallStatus.Abandoned;
        foreach (object item in turn.Items)
        {
            switch (item)
            {
                case LlmCallState { Status: CallStatus.Open } call:
                    call.Status = callStatus;
                    call.EndedAt = time;
                    call.Error ??= "closed_by_agent_end";
                    break;
                case ToolState { Status: CallStatus.Open } tool:
                    tool.Status = tool.ServerSide ? CallStatus.Completed : callStatus;
                    tool.EndedAt = time;
                    tool.StatusText ??= tool.ServerSide ? null : "closed_by_agent_end";
                    break;
                default:
                    break;
            }
        }
    }

    private void CloseIdleTurns(DateTimeOffset time)
    {
        foreach (AgentThread thread in _subagentOrder.Append(_root))
        {
            bool busy = thread.OpenTurn is not { } turn || turn.Items.Any(i =>
                i is LlmCallState { Status: CallStatus.Open } or ToolState { Status: CallStatus.Open, ServerSide: false } or AgentThread { Status: CallStatus.Open });
            if (!busy)
            {
                CloseTurn(thread, time, CallStatus.Completed, TurnState.IdleReason);
                EndWithParent(thread, time, CallStatus.Completed, TurnState.IdleReason);
            }
        }
    }

    /// <summary>Where a mark belongs: the thread's open turn, else the session.</summary>
    private void AddMark(AgentThread thread, MarkState mark)
    {
        if (thread.OpenTurn is { } turn)
        {
            turn.Items.Add(mark);
        }
        else
        {
            _marks.Add(mark);
        }
    }

    private void Note(IReadOnlyDictionary<string, string> metadata)
    {
        foreach ((string key, string value) in metadata)
        {
            _metadata[key] = value;
        }
    }

    private static string EventId(SessionEvent e) => e.Id ?? string.Create(null, $"{e.Gateway}-{e.Sequence}");
}
