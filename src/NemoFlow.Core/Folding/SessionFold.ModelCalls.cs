// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>The rule by which a request belongs to whoever told of it in a hook.</summary>
    private const string HookCallSource = "api_hook";

    /// <summary>Clocks of hooks and requests are the same, but a hook's time is when it arrived.</summary>
    private static readonly TimeSpan HookTolerance = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<string, LlmCallState> _hookCalls = new(StringComparer.Ordinal);

    /// <summary>Those of them that may still be waiting for their request.</summary>
    private readonly List<LlmCallState> _openHookCalls = [];

    /// <summary>The agent is about to call a model, and says so call by call.</summary>
    private void StartModelCall(AgentEvent hook, HookModelCall told, SessionEvent e)
    {
        if (!_hookCalls.TryGetValue(told.Id, out LlmCallState? known) || known.Status != CallStatus.Open)
        {
            AddHookCall(hook, told, e);
        }
    }

    private LlmCallState AddHookCall(AgentEvent hook, HookModelCall told, SessionEvent e)
    {
        AgentThread thread = ThreadOf(hook, e.Time);
        LlmCallState call = new(EventId(e), told.Api, e.Time)
        {
            Owner = thread,
            Source = EventSource.Hook,
            SeenByHook = true,
            Provider = told.Provider,
            Model = told.Model,
            Request = ReadHookRequest(thread, told),
            CorrelationSource = "agent_id",
        };
        TurnState turn = TurnFor(thread, hook.TurnId, e.Time, "implicit");
        turn.Prompt ??= call.Request?.FreshUserText;
        turn.Add(call);
        thread.Calls.Add(call);
        call.HookCallId = told.Id;
        _hookCalls[told.Id] = call;
        _openHookCalls.Add(call);
        TakeToolResults(thread, call.Request, e);
        return call;
    }

    private void EndModelCall(AgentEvent hook, HookModelCall told, SessionEvent e)
    {
        LlmCallState call = _hookCalls.GetValueOrDefault(told.Id) ?? AddHookCall(hook, told, e);
        if (call.Source == EventSource.Hook && LateTwin(call, told, e.Time) is { } twin)
        {
            Replace(call, twin);
            call = _hookCalls[told.Id] = twin;
        }

        call.Usage ??= hook.Usage;
        call.Response ??= ReadHookResponse(told, hook.Usage);
        if (call.Source == EventSource.Gateway || call.Status is not (CallStatus.Open or CallStatus.Abandoned))
        {
            return;
        }

        call.EndedAt = e.Time;
        call.Model = told.Model ?? call.Model;
        call.HttpStatus = told.HttpStatus;
        call.Error = hook.Text;
        call.Status = hook.Status switch { "failed" => CallStatus.Failed, "cancelled" => CallStatus.Interrupted, _ => CallStatus.Completed };
        TakeToolCalls(call, e.Time);
    }

    /// <summary>
    /// The call that a hook announced and that this request must be: the only open one of that API and model, among several the only one
    /// that ends with the same words of the user.
    /// </summary>
    private LlmCallState? Announced(string api, LlmRequest? request, string? subagentId)
    {
        _openHookCalls.RemoveAll(c => c is not { Source: EventSource.Hook, Status: CallStatus.Open } || _hookCalls.GetValueOrDefault(c.HookCallId!) != c);
        List<LlmCallState> open = [.. _openHookCalls.Where(c =>
            (c.Api == api || c.Api == "hook")
            && (c.Model is null || request?.Model is null || c.Model == request.Model) && (subagentId is null || c.Owner.Id == subagentId))];
        if (open.Count > 1)
        {
            open.RemoveAll(c => c.Request?.FreshUserText != request?.FreshUserText);
        }

        return open.Count == 1 ? open[0] : null;
    }

    /// <summary>A request within the time of a hook's call that could not be told to be the same before its end.</summary>
    private static LlmCallState? LateTwin(LlmCallState call, HookModelCall told, DateTimeOffset end)
    {
        List<LlmCallState> within = [.. call.Owner.Calls.Where(c =>
            c is { Source: EventSource.Gateway, SeenByHook: false } && c.StartedAt >= call.StartedAt - HookTolerance && c.StartedAt <= end
            && (call.Api == "hook" || c.Api == call.Api) && (c.Model is null || c.Model == call.Model || c.Model == told.Model))];
        return within.Count == 1 ? within[0] : null;
    }

    /// <summary>The exact traffic takes the place of what the hook told.</summary>
    private static void Replace(LlmCallState told, LlmCallState exact)
    {
        exact.SeenByHook = true;
        exact.Provider = told.Provider;
        exact.HookCallId = told.HookCallId;
        // Near the end, in a session of any length.
        if (told.Owner.Calls.LastIndexOf(told) is int place and >= 0)
        {
            told.Owner.Calls.RemoveAt(place);
        }

        if (told.Owner.LastAsking == told)
        {
            told.Owner.LastAsking = exact;
        }

        foreach (ToolState tool in told.Tools)
        {
            tool.LlmCall = exact;
        }

        exact.Tools.AddRange(told.Tools);
        if (told.Turn is not { } turn || turn.Items.LastIndexOf(told) is not (int at and >= 0))
        {
            return;
        }

        if (exact.Turn is not null)
        {
            turn.Items.RemoveAt(at);
        }
        else
        {
            turn.Items[at] = exact;
            exact.Turn = turn;
        }
    }

    private LlmRequest? ReadHookRequest(AgentThread thread, HookModelCall told)
    {
        if (told.Request is not { } body)
        {
            return null;
        }

        if (!told.IsExact || _interpreters.Codec(told.Api) is not { } codec || body.At(codec.ItemsMember) is not { ValueKind: JsonValueKind.Array } items)
        {
            return new LlmRequest { Model = told.Model, Body = body };
        }

        List<JsonElement> all = [.. items.EnumerateArray()];
        int same = 0;
        while (same < all.Count && same < thread.HookItems.Count && JsonElement.DeepEquals(all[same], thread.HookItems[same]))
        {
            same++;
        }

        thread.HookItems = all;
        return codec.ReadRequest(Without(body, codec.ItemsMember), Array(all.Skip(same)), same);
    }

    private LlmResponse? ReadHookResponse(HookModelCall told, TokenUsage? usage)
    {
        if (told.Response is not { } body)
        {
            return null;
        }

        return told.IsExact && _interpreters.Codec(told.ResponseApi ?? told.Api) is { } codec
            ? codec.ReadResponse(body)
            : new LlmResponse { Model = told.Model, FinishReason = told.FinishReason, Usage = usage, Body = body };
    }

    private static JsonElement Without(JsonElement body, string member) => JsonBuilding.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (JsonProperty property in body.EnumerateObject().Where(p => p.Name != member))
        {
            property.WriteVerbatimTo(writer);
        }

        writer.WriteEndObject();
    });

    private static JsonElement Array(IEnumerable<JsonElement> items) => JsonBuilding.Build(writer =>
    {
        writer.WriteStartArray();
        foreach (JsonElement item in items)
        {
            item.WriteVerbatimTo(writer);
        }

        writer.WriteEndArray();
    });
}
