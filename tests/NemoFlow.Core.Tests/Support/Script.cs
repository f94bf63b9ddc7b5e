// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Agents;
using NemoFlow.Codecs;
using NemoFlow.Events;
using NemoFlow.Folding;

namespace NemoFlow.Core.Tests.Support;

/// <summary>Writes a session's events, each a second after the one before, as Codex and the gateway would bring them.</summary>
internal sealed class Script
{
    private static readonly Interpreters Interpreters = new(AgentAdapters.All, ProviderCodecs.All);

    private readonly List<SessionEvent> _events = [];
    private DateTimeOffset _now = Start;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>A hook of a root agent's turn <c>t1</c> or of the turn and subagent named.</summary>
    /// <param name="name">The hook.</param>
    /// <param name="more">Further members of the payload, with a comma in front.</param>
    /// <param name="turn">The turn; null where the payload tells none.</param>
    /// <param name="agent">The subagent.</param>
    /// <param name="delivery">The delivery id.</param>
    public Script Hook(string name, string more = "", string? turn = "t1", string? agent = null, string? delivery = null)
    {
        string ids = (turn is null ? "" : $",\"turn_id\":\"{turn}\"") + (agent is null ? "" : $",\"agent_id\":\"{agent}\"");
        return Add(EventKinds.Hook, EventSource.Hook, $$$"""{"payload":{"session_id":"s","hook_event_name":"{{{name}}}"{{{ids}}}{{{more}}}}}""", delivery);
    }

    /// <summary>A hook event as it stands in the journal.</summary>
    public Script Raw(string data) => Add(EventKinds.Hook, EventSource.Hook, data, null);

    /// <summary>A model request as it stands in the journal.</summary>
    public Script RawRequest(string call, string data) => Add(EventKinds.LlmRequest, EventSource.Gateway, data, call);

    public Script Prompt(string text, string? turn = "t1", string? agent = null) => Hook("UserPromptSubmit", $",\"prompt\":\"{text}\"", turn, agent);

    public Script Stop(string text, string? turn = "t1") => Hook("Stop", $",\"last_assistant_message\":\"{text}\"", turn);

    public Script ToolStart(string id, string name = "Bash", string? turn = "t1", string? agent = null) =>
        Hook("PreToolUse", $$$""","tool_name":"{{{name}}}","tool_use_id":"{{{id}}}","tool_input":{"from":"hook"}""", turn, agent);

    public Script ToolEnd(string id, string result = "\"hook result\"", string name = "Bash", string? turn = "t1", string? agent = null) =>
        Hook("PostToolUse", $$$""","tool_name":"{{{name}}}","tool_use_id":"{{{id}}}","tool_input":{"from":"hook"},"tool_response":{{{result}}}""", turn, agent);

    /// <summary>A model request of a thread's turn, with the ids that Codex puts on it.</summary>
    public Script Request(string id, string items = "[]", string? turn = "t1", string thread = "s", string? parent = null, string? agentName = null, string? body = """{"model":"m"}""", string? purpose = null, string kind = "collab_spawn", string? parentTurn = null)
    {
        Dictionary<string, string?> metadata = new() { ["session_id"] = "s", ["thread_id"] = thread, ["turn_id"] = turn, ["parent_thread_id"] = parent, ["agent_name"] = agentName, ["request_kind"] = purpose, ["parent_turn_id"] = parentTurn };
        if (thread != "s")
        {
            metadata["subagent_kind"] = kind;
        }

        string headers = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["session-id"] = "s",
            ["thread-id"] = thread,
            ["x-codex-turn-metadata"] = JsonSerializer.Serialize(metadata.Where(m => m.Value is not null).ToDictionary()),
        });
        return RawRequest(id, headers, items, body);
    }

    /// <summary>A model request without ids of an agent.</summary>
    public Script RawRequest(string id, string headers, string items = "[]", string? body = """{"model":"m"}""") =>
        Add(EventKinds.LlmRequest, EventSource.Gateway, $$"""{"api":"openai.responses","headers":{{headers}}{{(body is null ? "" : $",\"body\":{body},\"items_from\":0,\"items\":{items}")}}}""", id);

    public Script Response(string id, string output = "[]", int status = 200, string outcome = "completed", string usage = """{"input_tokens":10,"output_tokens":2}""") =>
        RawResponse(id, $$$"""{"status":{{{status}}},"outcome":"{{{outcome}}}","headers":{"x-request-id":"r"},"first_event_ms":12.5,"body":{"id":"resp_{{{id}}}","model":"m-1","status":"completed","output":{{{output}}},"usage":{{{usage}}}}}""");

    public Script RawResponse(string id, string data) => Add(EventKinds.LlmResponse, EventSource.Gateway, data, id);

    public Script SessionStart(string source = "startup") => Hook("SessionStart", $",\"source\":\"{source}\",\"cwd\":\"/work\",\"model\":\"m-hook\"", turn: null);

    public Script SessionEnd(string reason = "other") => Hook("SessionEnd", $",\"reason\":\"{reason}\"", turn: null);

    public Script Recorder(string kind, string data = "{}") => Add(kind, EventSource.Recorder, data, null);

    public Script Wait(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public static Session Fold(IEnumerable<SessionEvent> events)
    {
        SessionFold fold = new("s", Interpreters);
        foreach (SessionEvent e in events)
        {
            fold.Apply(e);
        }

        return fold.ToSession();
    }

    public Session Fold() => Fold(_events.Order(EventOrder.Instance));

    public bool HasContent()
    {
        SessionFold fold = new("s", Interpreters);
        _events.ForEach(fold.Apply);
        return fold.HasContent;
    }

    public static string Call(string id, string name = "shell", string arguments = "{\\\"from\\\":\\\"model\\\"}") =>
        $$"""{"type":"function_call","id":"fc","call_id":"{{id}}","name":"{{name}}","arguments":"{{arguments}}"}""";

    public static string Result(string id, string output = "model result") => $$"""{"type":"function_call_output","call_id":"{{id}}","output":"{{output}}"}""";

    public static string Says(string text) => $$"""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{{text}}"}]}""";

    public static string Asks(string text) => $$"""{"type":"message","role":"user","content":[{"type":"input_text","text":"{{text}}"}]}""";

    private Script Add(string kind, EventSource source, string data, string? id)
    {
        _now += TimeSpan.FromSeconds(1);
        _events.Add(new SessionEvent
        {
            SessionId = "s",
            Gateway = "gw",
            Sequence = _events.Count + 1,
            Time = _now,
            Source = source,
            Kind = kind,
            Agent = AgentKinds.Codex,
            Id = id ?? (kind == EventKinds.Hook ? "delivery-" + (_events.Count + 1).ToString(CultureInfo.InvariantCulture) : null),
            Data = JsonElement.Parse(data),
        });
        return this;
    }
}
