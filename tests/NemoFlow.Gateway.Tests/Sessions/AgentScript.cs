// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Sessions;

/// <summary>
/// One turn of an agent: it calls a tool and delegates to a subagent, which calls a tool too. What is sent has the ids that the agent
/// really sends, and the session's mark wherever there is text.
/// </summary>
internal sealed class AgentScript
{
    private readonly string _route;
    private readonly int _number;

    private AgentScript(int number, string agent)
    {
        _number = number;
        _route = "/hooks/" + agent;
        Agent = agent;
        Mark = string.Create(CultureInfo.InvariantCulture, $"m{number:00}m");
        Session = agent + "-" + Mark;
        Subagent = "child-" + Mark;
    }

    public string Agent { get; }

    public string Mark { get; }

    public string Session { get; }

    public string Subagent { get; }

    /// <summary>Owners of the model calls, as the session should have them.</summary>
    public string ModelCalls { get; private set; } = "";

    public long InputTokens { get; private set; }

    public int Hooks { get; private set; }

    public List<Func<TestGateway, Task>> Steps { get; } = [];

    public static AgentScript Of(int number)
    {
        AgentScript script = new(number, ((string[])[AgentKinds.Codex, AgentKinds.ClaudeCode, AgentKinds.Cursor, AgentKinds.Hermes])[number % 4]);
        switch (script.Agent)
        {
            case AgentKinds.Codex:
                script.Codex();
                break;
            case AgentKinds.ClaudeCode:
                script.ClaudeCode();
                break;
            case AgentKinds.Cursor:
                script.Cursor();
                break;
            default:
                script.Hermes();
                break;
        }

        return script;
    }

    private void Codex()
    {
        string turn = "turn-" + Mark;
        Hook("SessionStart", new { source = "startup" });
        Hook("UserPromptSubmit", new { turn_id = turn, prompt = "do " + Mark });
        CodexCall(Session, turn, [User("tool " + Mark)]);
        Tool("PreToolUse", "PostToolUse", "tool_use_id", "call-", new { turn_id = turn });
        Hook("SubagentStart", new { turn_id = "sub-" + turn, agent_id = Subagent, agent_type = "explorer" });
        CodexCall(Subagent, "sub-" + turn, [User("sub-tool " + Mark)]);
        Tool("PreToolUse", "PostToolUse", "tool_use_id", "sub-call-", new { turn_id = "sub-" + turn, agent_id = Subagent });
        CodexCall(Subagent, "sub-" + turn, [User("sub-tool " + Mark), Output("sub-call-")]);
        Hook("SubagentStop", new { turn_id = turn, agent_id = Subagent, last_assistant_message = "found " + Mark });
        CodexCall(Session, turn, [User("tool " + Mark), Output("call-")]);
        Hook("Stop", new { turn_id = turn, last_assistant_message = "done " + Mark });
        Hook("SessionEnd", new { reason = "other" });
        Expect(root: 2, subagent: 2);
    }

    private void CodexCall(string thread, string turn, object[] input)
    {
        string metadata = JsonSerializer.Serialize(thread == Session
            ? (object)new { session_id = Session, thread_id = thread, turn_id = turn }
            : new { session_id = Session, thread_id = thread, turn_id = turn, parent_thread_id = Session, subagent_kind = "collab_spawn" });
        Call("/v1/responses", new { model = "gpt", input }, "session-id: " + Session, "thread-id: " + thread, "x-codex-turn-metadata: " + metadata);
    }

    private object Output(string prefix) => new { type = "function_call_output", call_id = prefix + Mark, output = "result of " + Mark };

    private void ClaudeCode()
    {
        object[] first = [User("tool " + Mark)];
        Hook("SessionStart", new { source = "startup" });
        Hook("UserPromptSubmit", new { prompt = "do " + Mark });
        ClaudeCall(null, first);
        Tool("PreToolUse", "PostToolUse", "tool_use_id", "call-");
        Hook("SubagentStart", new { agent_id = Subagent, agent_type = "Explore" });
        ClaudeCall(Subagent, [User("sub-tool " + Mark)]);
        Tool("PreToolUse", "PostToolUse", "tool_use_id", "sub-call-", new { agent_id = Subagent });
        ClaudeCall(Subagent, Answered("sub-tool ", "sub-call-"));
        Hook("SubagentStop", new { agent_id = Subagent, last_assistant_message = "found " + Mark });
        ClaudeCall(null, Answered("tool ", "call-"));
        Hook("Stop", new { last_assistant_message = "done " + Mark });
        Hook("SessionEnd", new { reason = "other" });
        Expect(root: 2, subagent: 2);
    }

    private object[] Answered(string ask, string prefix) =>
    [
        User(ask + Mark),
        new { role = "assistant", content = new object[] { new { type = "tool_use", id = prefix + Mark, name = "shell", input = new { } } } },
        new { role = "user", content = new object[] { new { type = "tool_result", tool_use_id = prefix + Mark, content = "result of " + Mark } } },
    ];

    private void ClaudeCall(string? agent, object[] messages)
    {
        List<string> headers = ["user-agent: claude-cli/2.1.197 (external, cli)", "anthropic-version: 2023-06-01", "x-claude-code-session-id: " + Session];
        if (agent is not null)
        {
            headers.Add("x-claude-code-agent-id: " + agent);
        }

        Call("/v1/messages?beta=true", new { model = "claude", max_tokens = 100, messages }, [.. headers]);
    }

    private void Cursor()
    {
        var root = new { generation_id = "g-" + Mark };
        var child = new { conversation_id = Subagent, parent_conversation_id = Session, session_id = (string?)null, generation_id = "sub-g-" + Mark };
        Hook("sessionStart", root);
        Hook("beforeSubmitPrompt", new { generation_id = "g-" + Mark, prompt = "do " + Mark });
        Tool("preToolUse", "postToolUse", "tool_use_id", "call-", root, () =>
        {
            Hook("beforeShellExecution", new { generation_id = "g-" + Mark, command = "ls " + Mark });
            Hook("afterShellExecution", new { generation_id = "g-" + Mark, command = "ls " + Mark, output = "result of " + Mark });
        });
        Hook("subagentStart", new { generation_id = "g-" + Mark, subagent_id = Subagent, subagent_type = "explore", parent_conversation_id = Session, task = "look at " + Mark });
        Tool("preToolUse", "postToolUse", "tool_use_id", "sub-call-", child);
        Hook("subagentStop", new { generation_id = "g-" + Mark, subagent_id = Subagent, subagent_type = "explore", status = "completed", summary = "found " + Mark });
        Hook("afterAgentResponse", new { generation_id = "g-" + Mark, text = "done " + Mark });
        Hook("stop", new { generation_id = "g-" + Mark, status = "completed" });
    }

    /// <summary>Every other session's requests pass through the gateway too, whose traffic is the same calls again.</summary>
    private void Hermes()
    {
        bool routed = _number % 8 == 7;
        string turn = "turn-" + Mark;
        string childSession = "child-session-" + Mark;
        Extra("on_session_start", new { model = "qwen" });
        Extra("pre_llm_call", new { turn_id = turn, user_message = "do " + Mark });
        HermesCall("1", turn, Session, routed, [User("tool " + Mark)]);
        Tool("pre_tool_call", "post_tool_call", "tool_call_id", "call-", new { extra = new { turn_id = turn } });
        Extra("subagent_start", new { child_subagent_id = Subagent, child_session_id = childSession, child_goal = "look at " + Mark });
        HermesCall("2", "sub-" + turn, childSession, routed, [User("sub-tool " + Mark)]);
        Tool("pre_tool_call", "post_tool_call", "tool_call_id", "sub-call-", new { session_id = childSession, extra = new { turn_id = "sub-" + turn } });
        Extra("subagent_stop", new { child_session_id = childSession, child_status = "completed", child_summary = "found " + Mark });
        Extra("post_llm_call", new { turn_id = turn, assistant_response = "done " + Mark });
        Extra("on_session_end", new { turn_id = turn, completed = true });
        Extra("on_session_finalize", new { reason = "exit" });
        Expect(root: 1, subagent: 1);
    }

    private void HermesCall(string id, string turn, string session, bool routed, object[] messages)
    {
        object Facts(object? usage) => new { api_request_id = id + Mark, turn_id = turn, model = "qwen", provider = "custom", api_mode = "chat_completions", usage };
        Hook("pre_api_request", new { session_id = session, extra = Facts(null) });
        if (routed)
        {
            Call("/v1/chat/completions", new { model = "qwen", messages }, "x-nemo-flow-session-id: " + Session);
        }

        Hook("post_api_request", new { session_id = session, extra = Facts(new { prompt_tokens = 100 + _number, completion_tokens = 1 }) });
    }

    private static object User(string text) => new { role = "user", content = text };

    private void Expect(int root, int subagent)
    {
        ModelCalls = string.Join(", ", Enumerable.Repeat(Subagent, subagent).Concat(Enumerable.Repeat("root", root)).Order(StringComparer.Ordinal));
        InputTokens = (root + subagent) * (100 + _number);
    }

    private void Extra(string name, object extra) => Hook(name, new { extra });

    /// <summary>The hooks of one tool call, and what happens between them.</summary>
    private void Tool(string start, string end, string idField, string prefix, object? more = null, Action? between = null)
    {
        JsonObject call = new() { ["tool_name"] = "Shell", ["tool_input"] = new JsonObject { ["command"] = "ls " + Mark } };
        JsonObject common = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        if (common["extra"] is JsonObject extra)
        {
            extra[idField] = prefix + Mark;
        }
        else
        {
            common[idField] = prefix + Mark;
        }

        Add(start, common, call);
        between?.Invoke();
        call = call.DeepClone().AsObject();
        call["tool_response"] = "result of " + Mark;
        Add(end, common, call);
    }

    private void Hook(string name, object more) => Add(name, JsonSerializer.SerializeToNode(more)!.AsObject());

    private void Add(string name, params JsonObject[] parts)
    {
        JsonObject payload = new() { [Agent == AgentKinds.Cursor ? "conversation_id" : "session_id"] = Session, ["hook_event_name"] = name, ["cwd"] = "/work/" + Mark };
        foreach ((string key, JsonNode? value) in parts.SelectMany(p => p))
        {
            payload[key] = value?.DeepClone();
        }

        Hooks++;
        Steps.Add(gateway => SendAsync(gateway, Wire.Post(_route, payload.ToJsonString())));
    }

    private void Call(string path, object body, params string[] headers) => Steps.Add(gateway => SendAsync(gateway, Wire.Post(path, JsonSerializer.Serialize(body), headers)));

    private static async Task SendAsync(TestGateway gateway, byte[] request) => Assert.Equal(200, (await gateway.CallAsync(request)).Status);
}
