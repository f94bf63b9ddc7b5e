// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents;
using NemoFlow.Codecs;
using NemoFlow.Folding;

namespace NemoFlow.Core.Tests.Support;

/// <summary>Writes a session's events, each a second after the one before, as Claude Code and the gateway would bring them.</summary>
internal sealed class ClaudeScript
{
    private static readonly Interpreters Interpreters = new(AgentAdapters.All, ProviderCodecs.All);

    private readonly List<SessionEvent> _events = [];

    /// <summary>A hook: of the root agent with the prompt <c>p1</c>, or of the subagent named.</summary>
    public ClaudeScript Hook(string name, string more = "", string? prompt = "p1", string? agent = null)
    {
        string ids = (prompt is null ? "" : $",\"prompt_id\":\"{prompt}\"") + (agent is null ? "" : $",\"agent_id\":\"{agent}\",\"agent_type\":\"general-purpose\"");
        return Add(EventKinds.Hook, EventSource.Hook, $$$"""{"payload":{"session_id":"s","hook_event_name":"{{{name}}}"{{{ids}}}{{{more}}}}}""", "delivery-" + _events.Count);
    }

    public ClaudeScript Prompt(string text, string prompt = "p1") => Hook("UserPromptSubmit", $",\"prompt\":\"{text}\"", prompt);

    public ClaudeScript Stop(string text, string prompt = "p1", bool again = false) =>
        Hook("Stop", $",\"last_assistant_message\":\"{text}\",\"stop_hook_active\":{(again ? "true" : "false")}", prompt);

    public ClaudeScript Launch(string id, string? agent = null) => Hook("PreToolUse", $$$""","tool_name":"Agent","tool_use_id":"{{{id}}}","tool_input":{"prompt":"look"}""", agent: agent);

    public ClaudeScript Launched(string id, string result, string? agent = null) =>
        Hook("PostToolUse", $$$""","tool_name":"Agent","tool_use_id":"{{{id}}}","tool_input":{"prompt":"look"},"tool_response":{{{result}}}""", agent: agent);

    /// <summary>A request and its answer.</summary>
    public ClaudeScript Call(string id, string? agent = null, string? parent = null, string version = "2.1.197", string answer = "ok") =>
        Request(id, agent, parent, version).Response(id, answer);

    public ClaudeScript Request(string id, string? agent = null, string? parent = null, string version = "2.1.197", string body = """{"model":"claude-opus-4-8","max_tokens":64000}""", string items = """[{"role":"user","content":"hello"}]""")
    {
        Dictionary<string, string> headers = new() { ["user-agent"] = $"claude-cli/{version} (external, cli)", ["x-claude-code-session-id"] = "s" };
        if (agent is not null)
        {
            headers["x-claude-code-agent-id"] = agent;
        }

        if (parent is not null)
        {
            headers["x-claude-code-parent-agent-id"] = parent;
        }

        return Add(EventKinds.LlmRequest, EventSource.Gateway, $$"""{"api":"anthropic.messages","headers":{{JsonSerializer.Serialize(headers)}},"body":{{body}},"items_from":0,"items":{{items}}}""", id);
    }

    public ClaudeScript Response(string id, string answer = "ok") => Add(
        EventKinds.LlmResponse,
        EventSource.Gateway,
        $$$$"""{"status":200,"outcome":"completed","headers":{},"body":{"id":"msg_{{{{id}}}}","type":"message","role":"assistant","model":"claude-opus-4-8","content":[{"type":"text","text":"{{{{answer}}}}"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":2}}}""",
        id);

    /// <summary>An answer that asks for a tool.</summary>
    public ClaudeScript Asks(string id, string tool, string name) => Add(
        EventKinds.LlmResponse,
        EventSource.Gateway,
        $$$$"""{"status":200,"outcome":"completed","headers":{},"body":{"id":"msg_{{{{id}}}}","type":"message","role":"assistant","model":"claude-opus-4-8","content":[{"type":"tool_use","id":"{{{{tool}}}}","name":"{{{{name}}}}","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":10,"output_tokens":2}}}""",
        id);

    public Session Fold()
    {
        SessionFold fold = new("s", Interpreters);
        _events.ForEach(fold.Apply);
        return fold.ToSession();
    }

    private ClaudeScript Add(string kind, EventSource source, string data, string id)
    {
        _events.Add(new SessionEvent
        {
            SessionId = "s",
            Gateway = "gw",
            Sequence = _events.Count + 1,
            Time = Script.Start.AddSeconds(_events.Count + 1),
            Source = source,
            Kind = kind,
            Agent = AgentKinds.ClaudeCode,
            Id = id,
            Data = JsonElement.Parse(data),
        });
        return this;
    }
}
