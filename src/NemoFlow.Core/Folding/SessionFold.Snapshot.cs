// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>The session as it stands after the events taken so far.</summary>
    public Session ToSession()
    {
        List<AgentThread> threads = [_root, .. _subagentOrder];
        List<LlmCallState> calls = [.. threads.SelectMany(t => t.Calls)];
        calls.ForEach(Price);
        return new Session
        {
            Id = _sessionId,
            Agent = _agent,
            State = _endedAt is null ? SessionState.Active : SessionState.Ended,
            StartedAt = _startedAt ?? _lastEventAt,
            LastEventAt = _lastEventAt,
            EndedAt = _endedAt,
            EndReason = _endReason,
            AgentVersion = _agentVersion ?? _metadata.GetValueOrDefault("agent_version"),
            Model = calls.Where(c => c.Owner.IsRoot).LastOrDefault(c => c.Model is not null)?.Model ?? _metadata.GetValueOrDefault("model"),
            WorkingDirectory = _metadata.GetValueOrDefault("cwd"),
            TranscriptPath = _metadata.GetValueOrDefault("transcript_path"),
            ExitCode = _exitCode,
            Turns = [.. _root.Turns.Select(Snapshot)],
            Marks = [.. _marks.Select(Snapshot)],
            Usage = Total(calls),
            Metadata = AllMetadata(),
            GivenMetadata = new Dictionary<string, string>(_given, StringComparer.Ordinal),
            AskedAtifFolder = _askedAtifFolder,
            AskedOpenInferenceEndpoint = _askedEndpoint,
            Counts = new SessionCounts
            {
                Events = _events,
                Turns = _root.Turns.Count,
                LlmCalls = calls.Count,
                FailedLlmCalls = calls.Count(c => c.Status == CallStatus.Failed),
                UnpricedLlmCalls = calls.Count(c => c.Usage is { CostUsd: null } usage && (usage.Input ?? 0) + (usage.Output ?? 0) > 0),
                ToolCalls = _toolCount,
                Subagents = _subagentOrder.Count,
                Hooks = new Dictionary<string, int>(_hookCounts),
                ModelRequests = _modelRequests,
            },
        };
    }

    private static Turn Snapshot(TurnState turn) => new()
    {
        Id = turn.Id,
        Index = turn.Index,
        Source = turn.Source,
        Status = turn.Status,
        EndReason = turn.EndReason,
        StartedAt = turn.StartedAt,
        EndedAt = turn.EndedAt,
        Prompt = turn.Prompt,
        Response = turn.Response ?? turn.Items.OfType<LlmCallState>().LastOrDefault(c => c.Response?.Text.Length > 0)?.Response?.Text,
        Usage = Total(turn.Items.OfType<LlmCallState>()),
        Items = [.. turn.Items.Select(Item)],
    };

    private static TurnItem Item(object item) => item switch
    {
        LlmCallState call => Snapshot(call),
        ToolState tool => Snapshot(tool),
        AgentThread thread => Snapshot(thread),
        MarkState mark => Snapshot(mark),
        _ => throw new InvalidOperationException("A turn holds only calls, tools, subagents and marks."),
    };

    private static LlmCall Snapshot(LlmCallState call) => new()
    {
        Id = call.Id,
        Api = call.Api,
        StartedAt = call.StartedAt,
        EndedAt = call.EndedAt,
        Status = call.Status,
        Model = call.Model,
        Provider = call.Provider,
        Purpose = call.Purpose,
        Source = call.Source,
        Request = call.Request,
        Response = call.Response,
        Usage = call.Usage,
        HttpStatus = call.HttpStatus,
        TimeToFirstEvent = call.TimeToFirstEvent,
        Error = call.Error,
        OwnerId = call.Owner.Id,
        CorrelationSource = call.CorrelationSource,
        CorrelationScore = call.CorrelationScore,
        Flags = [.. call.Flags],
        ServerAddress = call.ServerAddress,
        ServerPort = call.ServerPort,
        RequestHeaders = HeadersOf(call.RequestHeaders),
        ResponseHeaders = HeadersOf(call.ResponseHeaders),
    };

    private static ToolCall Snapshot(ToolState tool) => new()
    {
        Id = tool.Id,
        Name = tool.Name,
        HookName = tool.HookName,
        StartedAt = tool.StartedAt,
        EndedAt = tool.EndedAt,
        Status = tool.Status,
        StatusText = tool.StatusText,
        Arguments = tool.Arguments,
        Result = tool.ModelResult ?? tool.HookResult,
        LlmCallId = tool.LlmCall?.Id,
        ParentToolCallId = tool.Parent?.Id,
        OwnerId = tool.Owner.Id,
        CorrelationSource = tool.CorrelationSource,
        CorrelationScore = tool.CorrelationScore,
        SubagentId = tool.Subagents.Count == 0 ? null : tool.Subagents[0].Id,
        SubagentIds = [.. tool.Subagents.Select(t => t.Id!)],
        StartUnknown = tool.StartUnknown,
        SeenByHook = tool.StartedByHook || tool.EndedByHook,
        SeenByGateway = tool.LlmCall is not null && tool.Parent is null,
    };

    private static Subagent Snapshot(AgentThread thread) => new()
    {
        Id = thread.Id!,
        StartedAt = thread.StartedAt,
        EndedAt = thread.EndedAt,
        Status = thread.Status,
        Type = thread.Type,
        Name = thread.Name,
        ParentId = thread.Parent?.Id,
        LaunchedByToolCallId = thread.LaunchedBy?.Id,
        Turns = [.. thread.Turns.Select((turn, i) => i > 0 || turn.Prompt is not null ? Snapshot(turn) : Snapshot(turn) with { Prompt = thread.Task })],
        Usage = Total(thread.Calls),
    };

    private static Mark Snapshot(MarkState mark) => new() { Id = mark.Id, Name = mark.Name, StartedAt = mark.Time, EndedAt = mark.Time, Data = mark.Data };

    private static TokenUsage? Total(IEnumerable<LlmCallState> calls) => calls.Aggregate(
        (TokenUsage?)null,
        (sum, call) => call.Usage is null ? sum : TokenUsage.Add(sum ?? new TokenUsage(), call.Usage));
}
