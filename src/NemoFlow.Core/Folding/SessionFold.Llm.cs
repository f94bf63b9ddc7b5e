// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Correlation;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    private static readonly JsonElement EmptyArray = JsonDocument.Parse("[]").RootElement;

    private void ApplyRequest(SessionEvent e)
    {
        string api = e.Head.TextAt("api") ?? "unknown";
        JsonElement? body = e.RequestBody ?? e.Head.At("body");
        IAgentAdapter? adapter = _interpreters.Adapter(e.Agent);
        LlmRequest? request = body is { } b ? ReadRequest(api, b, e.Head, adapter) : null;
        if (request is not null && adapter?.IsProbe(request) == true)
        {
            _marks.Add(new MarkState(EventId(e), "startup_probe", e.Time, body));
            return;
        }

        Touch(e.Agent, e.Time);
        _modelRequests++;
        if (_endedAt is not null)
        {
            Reopen();
        }

        IReadOnlyDictionary<string, string> headers = HeadersOf(e.Head.At("headers"));
        NoteGiven(headers);
        RequestIdentity? identity = adapter?.Identify(headers, body ?? default);
        _agentVersion ??= identity?.AgentVersion;

        AgentThread? asked = AskedForTools(request);
        CallIds ids = new()
        {
            AnswersTools = asked is not null,
            AnswersToolsOf = asked?.Id,
            SubagentId = headers.GetValueOrDefault("x-nemo-flow-subagent-id"),
            ConversationId = headers.GetValueOrDefault("x-nemo-flow-conversation-id"),
            GenerationId = headers.GetValueOrDefault("x-nemo-flow-generation-id"),
            RequestId = headers.GetValueOrDefault("x-nemo-flow-request-id") ?? headers.GetValueOrDefault("x-request-id"),
            Model = request?.Model,
        };
        LlmCallState? told = Announced(api, request, identity?.SubagentId ?? ids.SubagentId);
        OwnerChoice owner = told is not null && identity?.SubagentId is null
            ? _owners.Settle(new OwnerChoice(told.Owner.Id, HookCallSource), e.Time)
            : _owners.Resolve(identity, ids, ActiveSubagents(), e.Time);
        AgentThread thread = owner.SubagentId is { } id ? Subagent(id, e.Time) : _root;
        TakeTurnOfParent(thread, identity, e.Time);
        NameThread(thread, identity, e.Time);
        string? purpose = identity?.Purpose ?? (thread.IsCompacting ? CompactionPurpose : null);

        LlmCallState call = new(EventId(e), api, e.Time)
        {
            Owner = thread,
            Request = request,
            Model = request?.Model,
            Purpose = purpose,
            CorrelationSource = owner.Source,
            CorrelationScore = owner.Score,
            ServerAddress = e.Head.TextAt("server_address"),
            ServerPort = (int?)e.Head.LongAt("server_port"),
            RequestHeaders = e.Head.At("headers"),
        };
        AddFlags(call, e.Head);
        TurnState turn = TurnForCall(thread, identity, purpose, request, e.Time);
        if (purpose is null or "turn")
        {
            turn.Prompt ??= request?.FreshUserText;
        }

        if (told is not null)
        {
            Replace(told, call);
            _hookCalls[call.HookCallId!] = call;
        }

        if (call.Turn is null)
        {
            turn.Add(call);
        }

        thread.Calls.Add(call);
        _calls[call.Id] = call;
        TakeToolResults(thread, request, e);
    }

    private LlmRequest? ReadRequest(string api, JsonElement body, JsonElement data, IAgentAdapter? adapter)
    {
        LlmRequest? request = _interpreters.Codec(api)?.ReadRequest(body, data.At("items") ?? EmptyArray, (int)(data.LongAt("items_from") ?? 0));
        return adapter is null || request is null ? request : request with { FreshUserText = adapter.UserText(request.FreshUserText) };
    }

    private void NameThread(AgentThread thread, RequestIdentity? identity, DateTimeOffset time)
    {
        if (identity is null || thread.IsRoot)
        {
            return;
        }

        thread.Name ??= identity.SubagentName;
        thread.Type ??= identity.SubagentType;
        if (thread.LaunchedBy is null)
        {
            // The launch may have returned before the subagent said its name.
            _launches.FindAll(t => t.Subagents.Count == 0).ForEach(LinkByResult);
        }

        if (identity.ParentSubagentId is { } parent && parent != thread.Id)
        {
            Reparent(thread, Subagent(parent, time), time);
        }
    }

    /// <summary>Traffic of a client without hooks: a fresh user message after an answered one begins a turn. Hooks tell where a subagent's end.</summary>
    private static TurnState TurnForCall(AgentThread thread, RequestIdentity? identity, string? purpose, LlmRequest? request, DateTimeOffset time)
    {
        if (thread.IsCompacting && identity?.TurnId is null)
        {
            return TurnFor(thread, thread.CompactionTurnId, time, "implicit");
        }

        if (identity is { TurnId: null } && purpose is null && thread is { OpenTurn: null, Turns: [.., { PromptFromHook: true, EndReason: "stop" or "stop_failure" } last] })
        {
            // This agent tells its prompts: without a new one it still works on the last, sent on by a hook, or tidies up after it.
            return last;
        }

        if (identity?.TurnId is null && !thread.Announced && thread.OpenTurn is { Source: "gateway_request", PromptFromHook: false } open && request?.FreshUserText is not null
            && open.Items.OfType<LlmCallState>().Any(c => c.Status == CallStatus.Completed)
            && open.Items.All(i => i is not LlmCallState { Status: CallStatus.Open }))
        {
            CloseOpenCalls(open, time, CallStatus.Completed);
            open.Status = CallStatus.Completed;
            open.EndReason = "next_request";
            open.EndedAt = time;
        }

        return TurnFor(thread, identity?.TurnId, time, "gateway_request");
    }

    private void ApplyResponse(SessionEvent e)
    {
        if (e.Id is null || !_calls.TryGetValue(e.Id, out LlmCallState? call))
        {
            return;
        }

        call.EndedAt = e.Time;
        call.HttpStatus = (int?)e.Data.LongAt("status");
        call.ResponseHeaders = e.Data.At("headers");
        call.TimeToFirstEvent = e.Data.At("first_event_ms") is { ValueKind: JsonValueKind.Number } ms ? TimeSpan.FromMilliseconds(ms.GetDouble()) : null;
        AddFlags(call, e.Data);
        if (e.Data.At("body") is { } body && _interpreters.Codec(call.Api) is { } codec)
        {
            call.Response = codec.ReadResponse(body);
            call.Usage = call.Response.Usage ?? call.Usage;
            call.Model = call.Response.Model ?? call.Model;
        }

        string outcome = e.Data.TextAt("outcome") ?? "completed";
        call.Error = e.Data.TextAt("error") ?? call.Response?.Error;
        call.Status = outcome switch
        {
            "completed" when call.HttpStatus is >= 400 || call.Response?.Finish == LlmFinish.Error => CallStatus.Failed,
            "completed" => CallStatus.Completed,
            "client_cancelled" => CallStatus.Interrupted,
            "upstream_dropped" => CallStatus.Interrupted,
            _ => CallStatus.Failed,
        };
        call.Error ??= call.Status switch
        {
            CallStatus.Failed when call.HttpStatus is { } status => string.Create(null, $"HTTP {status}"),
            CallStatus.Completed => null,
            _ => outcome,
        };
        TakeToolCalls(call, e.Time);
    }

    /// <summary>The tool calls that a response asks for: their hooks, if any, follow.</summary>
    private void TakeToolCalls(LlmCallState call, DateTimeOffset time)
    {
        if (call.Response is null || call.Turn is not { } turn)
        {
            return;
        }

        foreach (LlmItem item in call.Response.Items)
        {
            if (item.Kind is not (LlmItemKind.ToolCall or LlmItemKind.ServerToolCall) || item.CallId is not { } id)
            {
                continue;
            }

            if (call.Owner.LastAsking is not { } last || last.StartedAt <= call.StartedAt)
            {
                call.Owner.LastAsking = item.Kind == LlmItemKind.ToolCall ? call : call.Owner.LastAsking;
            }

            if (_tools.TryGetValue(id, out ToolState? known) && known.LlmCall is null && known.Turn == turn)
            {
                // Its hook was faster than the end of the response.
                known.LlmCall = call;
                call.Tools.Add(known);
                known.Owner = call.Owner;
                known.Parent?.Nested.Remove(known);
                known.Parent = null;
                known.HookName ??= known.Name;
                known.Name = item.ToolName ?? known.Name;
                NoteLaunch(known);
                known.Arguments = item.Arguments ?? known.Arguments;
                continue;
            }

            bool serverSide = item.Kind == LlmItemKind.ServerToolCall;
            // What is asked for after the turn was over may still run; as long as nothing says so it does not.
            CallStatus status = serverSide ? CallStatus.Completed : turn.IsOpen ? CallStatus.Open : CallStatus.Abandoned;
            ToolState asked = new(id, item.ToolName ?? "unknown_tool", time)
            {
                Owner = call.Owner,
                Turn = turn,
                LlmCall = call,
                Arguments = item.Arguments,
                ServerSide = serverSide,
                ModelResult = serverSide ? item.Result : null,
                Status = status,
                EndedAt = status == CallStatus.Open ? null : time,
            };
            call.Tools.Add(asked);
            Register(asked);
        }
    }

    /// <summary>The next request tells the model what its tools returned.</summary>
    private void TakeToolResults(AgentThread thread, LlmRequest? request, SessionEvent e)
    {
        foreach (LlmItem item in request?.NewItems ?? [])
        {
            if (item.Kind != LlmItemKind.ToolResult || item.CallId is null || !_tools.TryGetValue(item.CallId, out ToolState? tool) || tool.LlmCall is null
                // A subagent inherits its parent's history, with "aborted" in place of results that were still to come.
                || tool.Owner != thread)
            {
                continue;
            }

            tool.ModelResult = item.Result;
            if (tool.Status is CallStatus.Open or CallStatus.Abandoned)
            {
                tool.Status = item.Raw.IsTrue("is_error") ? CallStatus.Failed : CallStatus.Completed;
                tool.EndedAt ??= e.Time;
            }

            Judge(tool, e.Agent);
            LinkByResult(tool);
        }
    }

    /// <summary>The agent's own account of a model call: it completes what the gateway saw, or stands for a call that went elsewhere.</summary>
    private void EndHookCall(AgentEvent hook, SessionEvent e)
    {
        AgentThread thread = ThreadOf(hook, e.Time);
        DateTimeOffset? begun = thread.HookCallSince;
        DateTimeOffset since = begun ?? e.Time;
        thread.HookCallSince = null;
        LlmCallState? seen = begun is null
            ? thread.Calls.LastOrDefault()
            : thread.Calls.FindLast(c => c.Source == EventSource.Gateway && !c.SeenByHook && c.StartedAt >= since.AddMilliseconds(-5));
        if (seen is { Source: EventSource.Gateway, SeenByHook: false })
        {
            seen.SeenByHook = true;
            seen.Usage ??= hook.Usage;
            if (seen.Status == CallStatus.Open && hook.Status == "cancelled")
            {
                seen.Status = CallStatus.Interrupted;
                seen.EndedAt = e.Time;
            }

            return;
        }

        LlmCallState call = new(EventId(e), "hook", since)
        {
            Owner = thread,
            Source = EventSource.Hook,
            SeenByHook = true,
            EndedAt = e.Time,
            Model = hook.Metadata.GetValueOrDefault("model"),
            Usage = hook.Usage,
            Error = hook.Text,
            CorrelationSource = "agent_id",
            Status = hook.Status switch { "failed" => CallStatus.Failed, "cancelled" => CallStatus.Interrupted, _ => CallStatus.Completed },
        };
        TurnFor(thread, hook.TurnId, e.Time, "implicit").Add(call);
        thread.Calls.Add(call);
    }

    private static void AddFlags(LlmCallState call, JsonElement data)
    {
        foreach (JsonElement flag in data.ItemsAt("flags"))
        {
            if (flag.Scalar() is { } text && !call.Flags.Contains(text))
            {
                call.Flags.Add(text);
            }
        }
    }

    private static Dictionary<string, string> HeadersOf(JsonElement? headers) => headers is { ValueKind: JsonValueKind.Object } o
        ? o.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Last().Value.GetString()!, StringComparer.OrdinalIgnoreCase)
        : [];
}
