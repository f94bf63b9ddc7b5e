// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

/// <summary>Sessions as Hermes's documentation has its shell hooks.</summary>
public sealed class HermesSessionTests
{
    private static readonly object[] Hello = [new { type = "message", role = "user", content = "hello" }];

    private static HostScript Hermes() => new(AgentKinds.Hermes, new { session_id = "s", cwd = "/project", profile = "default" });

    [Fact]
    public void Turn_OfHooksOnly_HasPromptCallsToolsAndResponse()
    {
        Session session = Hermes()
            .Hook("on_session_start", new { extra = new { model = "qwen", platform = "cli" } })
            .Hook("pre_llm_call", new { extra = new { turn_id = "t1", user_message = "hello", is_first_turn = true } })
            .Hook("pre_api_request", Api("r1", new { }))
            .Hook("post_api_request", Api("r1", new { usage = new { prompt_tokens = 10, completion_tokens = 5 }, finish_reason = "tool_calls" }))
            .Hook("pre_tool_call", new { tool_name = "terminal", tool_input = new { command = "pwd" }, extra = new { tool_call_id = "c1", turn_id = "t1", task_id = "k" } })
            .Hook("post_tool_call", new { tool_name = "terminal", tool_input = new { command = "pwd" }, extra = new { tool_call_id = "c1", turn_id = "t1", result = "/project", status = "ok" } })
            .Hook("post_llm_call", new { extra = new { turn_id = "t1", assistant_response = "done" } })
            .Hook("on_session_end", new { extra = new { turn_id = "t1", completed = true, interrupted = false } })
            .Hook("on_session_finalize", new { extra = new { reason = "exit" } })
            .Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("t1", "hello", "done", CallStatus.Completed), (turn.Id, turn.Prompt, turn.Response, turn.Status));
        LlmCall call = Assert.Single(session.All<LlmCall>());
        Assert.Equal((EventSource.Hook, "qwen", "custom", 15L), (call.Source, call.Model, call.Provider, call.Usage!.Input + call.Usage.Output));
        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal(("terminal", "/project", CallStatus.Completed), (tool.Name, tool.Result?.GetString(), tool.Status));
        Assert.Equal((SessionState.Ended, "exit"), (session.State, session.EndReason));
        Assert.Empty(session.OpenParts());
    }

    [Fact]
    public void SessionEnd_OfHermes_EndsOnlyTheTurn()
    {
        Session session = Hermes()
            .Hook("pre_llm_call", new { extra = new { turn_id = "t1", user_message = "one" } })
            .Hook("on_session_end", new { extra = new { turn_id = "t1", interrupted = true } })
            .Hook("pre_llm_call", new { extra = new { turn_id = "t2", user_message = "two" } })
            .Hook("on_session_end", new { extra = new { turn_id = "t2", failed = true } })
            .Fold();

        Assert.Equal([("t1", CallStatus.Interrupted), ("t2", CallStatus.Failed)], session.Turns.Select(t => (t.Id, t.Status)));
        Assert.Equal(SessionState.Active, session.State);
    }

    [Fact]
    public void ApiCall_SeenByTheGatewayToo_IsOneWithItsExactTraffic()
    {
        Session session = Hermes()
            .Hook("pre_llm_call", new { extra = new { turn_id = "t1", user_message = "hello" } })
            .Hook("pre_api_request", Api("r1", new { api_mode = "codex_responses", request = new { body = new { model = "qwen", input = Hello } } }))
            .Request("g1", "hello", "qwen")
            .Response("g1", "hi")
            .Hook("post_api_request", Api("r1", new { api_mode = "codex_responses", usage = new { input_tokens = 10, output_tokens = 2 } }))
            .Fold();

        LlmCall call = Assert.Single(session.All<LlmCall>());
        Assert.Equal((EventSource.Gateway, "hi", "custom", "api_hook"), (call.Source, call.Response?.Text, call.Provider, call.CorrelationSource));
        Assert.Equal((10L, 1), (session.Usage?.Input, session.Counts.LlmCalls));
        Assert.Equal("t1", Assert.Single(session.Turns).Id);
    }

    [Fact]
    public void ApiCall_OfASubagent_ClaimsTheRequestWithoutIds()
    {
        Session session = Hermes()
            .Hook("subagent_start", Child("child", "child-session"))
            .Hook("subagent_start", Child("other", "other-session"))
            .Hook("pre_api_request", Api("r1", new { api_mode = "responses" }), "child")
            .Request("g1", "subtask", "qwen")
            .Response("g1", "done")
            .Hook("post_api_request", Api("r1", new { api_mode = "responses" }), "child")
            .Fold();

        LlmCall call = Assert.Single(session.All<LlmCall>());
        Assert.Equal(("child", EventSource.Gateway), (call.OwnerId, call.Source));
    }

    [Fact]
    public void ApiCall_ThatFailedAndWasTriedAgain_IsTwoCalls()
    {
        Session session = Hermes()
            .Hook("pre_api_request", Api("r1", new { }))
            .Hook("api_request_error", Api("r1", new { status_code = 529, error = new { type = "overloaded", message = "try later" } }))
            .Hook("pre_api_request", Api("r1", new { retry_count = 1 }))
            .Hook("post_api_request", Api("r1", new { assistant_message = new { role = "assistant", content = "hi" } }))
            .Fold();

        Assert.Equal([(CallStatus.Failed, 529, "try later"), (CallStatus.Completed, null, null)], session.All<LlmCall>().Select(c => (c.Status, c.HttpStatus, c.Error)));
    }

    [Fact]
    public void ApiCall_WithRepeatedHistory_TellsOnlyWhatIsNew()
    {
        object[] longer = [.. Hello, new { type = "function_call", call_id = "c1", name = "terminal", arguments = "{}" }, new { type = "function_call_output", call_id = "c1", output = "out" }];
        Session session = Hermes()
            .Hook("pre_api_request", Api("r1", new { api_mode = "responses", request = new { model = "qwen", input = Hello } }))
            .Hook("post_api_request", Api("r1", new { api_mode = "responses", response = new { id = "x", output = new[] { new { type = "function_call", call_id = "c1", name = "terminal", arguments = "{}" } } } }))
            .Hook("pre_tool_call", new { tool_name = "terminal", tool_input = new { }, extra = new { tool_call_id = "c1" } })
            .Hook("pre_api_request", Api("r2", new { api_mode = "responses", request = new { model = "qwen", input = longer } }))
            .Fold();

        List<LlmCall> calls = [.. session.All<LlmCall>()];
        Assert.Equal((1, 2), (calls[1].Request?.HistoryCount, calls[1].Request?.NewItems.Count));
        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal((calls[0].Id, "out", "single_hint", 17), (tool.LlmCallId, tool.Result?.GetString(), tool.CorrelationSource, tool.CorrelationScore));
    }

    [Fact]
    public void Subagents_Nested_StandUnderTheirParents()
    {
        Session session = Hermes()
            .Hook("pre_llm_call", new { extra = new { turn_id = "t1", user_message = "delegate" } })
            .Hook("pre_tool_call", new { tool_name = "delegate_task", tool_input = new { goal = "a" }, extra = new { tool_call_id = "d1", turn_id = "t1" } })
            .Hook("subagent_start", Child("child", "child-session"))
            .Hook("pre_llm_call", new { session_id = "child-session", extra = new { turn_id = "ct", user_message = "goal of child" } }, "child")
            .Hook("subagent_start", new { session_id = "child-session", extra = new { child_subagent_id = "grandchild", child_session_id = "g-session", child_role = "leaf", child_goal = "goal of grandchild" } }, "child")
            .Hook("subagent_stop", new { session_id = "child-session", extra = new { child_session_id = "g-session", child_status = "failed", child_summary = "could not" } }, "child")
            .Hook("subagent_stop", new { extra = new { child_session_id = "child-session", child_status = "completed", child_summary = "found" } })
            .Hook("post_tool_call", new { tool_name = "delegate_task", tool_input = new { goal = "a" }, extra = new { tool_call_id = "d1", turn_id = "t1", result = "found" } })
            .Fold();

        Dictionary<string, Subagent> subagents = session.All<Subagent>().ToDictionary(s => s.Id);
        Assert.Equal((null, "d1", CallStatus.Completed), (subagents["child"].ParentId, subagents["child"].LaunchedByToolCallId, subagents["child"].Status));
        Assert.Equal(("child", CallStatus.Failed, "leaf"), (subagents["grandchild"].ParentId, subagents["grandchild"].Status, subagents["grandchild"].Type));
        Assert.Equal("could not", Assert.Single(subagents["grandchild"].Turns).Response);
        Assert.Equal("goal of child", Assert.Single(subagents["child"].Turns).Prompt);
    }

    [Fact]
    public void Subagents_OfOneCall_AreAllLaunchedByIt()
    {
        Session session = Hermes()
            .Hook("pre_llm_call", new { extra = new { turn_id = "t1", user_message = "delegate" } })
            .Hook("pre_tool_call", new { tool_name = "delegate_task", tool_input = new { tasks = new[] { new { goal = "a" }, new { goal = "b" }, new { goal = "c" } } }, extra = new { tool_call_id = "d1", turn_id = "t1" } })
            .Hook("subagent_start", Child("a", "a-session"))
            .Hook("subagent_start", Child("b", "b-session"))
            .Hook("subagent_start", Child("c", "c-session"))
            .Hook("post_tool_call", new { tool_name = "delegate_task", extra = new { tool_call_id = "d1", turn_id = "t1", result = "done" } })
            .Fold();

        Assert.All(session.All<Subagent>(), s => Assert.Equal("d1", s.LaunchedByToolCallId));
        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal(("a", "a,b,c"), (tool.SubagentId, string.Join(',', tool.SubagentIds)));
    }

    private static object Api(string id, object more)
    {
        Dictionary<string, object?> extra = new() { ["api_request_id"] = id, ["model"] = "qwen", ["provider"] = "custom", ["api_mode"] = "chat_completions" };
        foreach (System.Reflection.PropertyInfo property in more.GetType().GetProperties())
        {
            extra[property.Name] = property.GetValue(more);
        }

        return new { extra };
    }

    private static object Child(string id, string session) =>
        new { extra = new { child_subagent_id = id, child_session_id = session, child_role = "leaf", child_goal = "goal of " + id } };
}
