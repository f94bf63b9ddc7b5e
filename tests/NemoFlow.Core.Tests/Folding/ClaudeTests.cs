// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

/// <summary>What is peculiar to Claude Code: requests that do not name their turn, background subagents, compactions, late ends.</summary>
public sealed class ClaudeTests
{
    [Fact]
    public void Turn_OfPromptRequestAndStop_IsOneWithThePromptsId()
    {
        Session session = new ClaudeScript().Hook("SessionStart", ",\"source\":\"startup\",\"cwd\":\"/home/user\"", prompt: null).Prompt("hi").Call("c1").Stop("done").Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("p1", "hi", "done", CallStatus.Completed, "stop"), (turn.Id, turn.Prompt, turn.Response, turn.Status, turn.EndReason));
        Assert.Equal("agent_id", Assert.Single(turn.Items.OfType<LlmCall>()).CorrelationSource);
        Assert.Equal(("claude-code", "2.1.197", "/home/user"), (session.Agent, session.AgentVersion, session.WorkingDirectory));
    }

    [Fact]
    public void Turn_SentOnByAStopHook_IsStillTheSame()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c1").Stop("first").Call("c2").Stop("second", again: true).Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal((2, "second", CallStatus.Completed), (turn.Items.OfType<LlmCall>().Count(), turn.Response, turn.Status));
        Assert.Equal(Script.Start.AddSeconds(7), turn.EndedAt);
    }

    [Fact]
    public void Turn_RequestAfterItsEnd_OpensNothing()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c1").Stop("done").Call("title").Hook("SessionEnd", ",\"reason\":\"other\"").Fold();

        Assert.Equal((CallStatus.Completed, "stop"), (Assert.Single(session.Turns).Status, session.Turns[0].EndReason));
        Assert.Equal(SessionState.Ended, session.State);
    }

    [Fact]
    public void Turn_ThatFailed_SaysSo()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c1").Hook("StopFailure", ",\"error\":\"unknown\",\"last_assistant_message\":\"API Error: 400\"").Prompt("again", "p2").Stop("done", "p2").Fold();

        Assert.Equal([(CallStatus.Failed, "stop_failure"), (CallStatus.Completed, "stop")], session.Turns.Select(t => (t.Status, t.EndReason)));
    }

    [Fact]
    public void Request_OfAVersionThatNamesNoSubagents_IsGuessed()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c0", version: "2.1.100").Launch("l").Hook("SubagentStart", agent: "a").Call("c1", version: "2.1.100").Fold();

        Assert.Equal(["a"], session.All<LlmCall>().Where(c => c.Id == "c1").Select(c => c.OwnerId));
        Assert.NotEqual("agent_id", session.All<LlmCall>().Single(c => c.Id == "c1").CorrelationSource);
    }

    [Fact]
    public void Subagents_Nested_StandUnderTheCallsThatLaunchedThem()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c1").Launch("l1").Hook("SubagentStart", agent: "a").Call("c2", "a").Launch("l2", "a").Hook("SubagentStart", agent: "b")
            .Call("c3", "b", "a").Hook("SubagentStop", agent: "b").Launched("l2", """{"status":"completed","agentId":"b"}""", "a")
            .Call("c4", "a").Hook("SubagentStop", agent: "a").Launched("l1", """{"status":"completed","agentId":"a"}""").Call("c5").Stop("done").Fold();

        Assert.Equal([("a", null, "l1"), ("b", "a", "l2")], session.All<Subagent>().Select(s => (s.Id, s.ParentId, s.LaunchedByToolCallId)).Order());
        Assert.All(session.All<Subagent>(), s => Assert.Equal((CallStatus.Completed, 1), (s.Status, s.Turns.Count)));
        Assert.Equal([("c1", null), ("c2", "a"), ("c3", "b"), ("c4", "a"), ("c5", null)], session.All<LlmCall>().Select(c => (c.Id, c.OwnerId)).OrderBy(c => c.Id));
        Assert.Equal(session.AllTurns().Count(), session.AllTurns().Select(t => t.Id).Distinct().Count());
    }

    [Fact]
    public void Subagents_LaunchedAtOnce_AreLinkedByTheirResults()
    {
        Session session = new ClaudeScript().Prompt("hi").Launch("l1").Launch("l2").Hook("SubagentStart", agent: "a").Hook("SubagentStart", agent: "b").Call("c1", "b").Call("c2", "a")
            .Launched("l2", """{"status":"completed","agentId":"b"}""").Launched("l1", """{"status":"completed","agentId":"a"}""").Stop("done").Fold();

        Assert.Equal([("a", "l1"), ("b", "l2")], session.All<Subagent>().Select(s => (s.Id, s.LaunchedByToolCallId)).Order());
    }

    [Fact]
    public void Subagent_InTheBackground_OutlivesTheTurnThatLaunchedIt()
    {
        Session session = new ClaudeScript().Prompt("hi").Launch("l").Hook("SubagentStart", agent: "a").Launched("l", """{"isAsync":true,"status":"async_launched","agentId":"a"}""").Call("c1").Stop("launched")
            .Call("c2", "a").Hook("PreToolUse", ",\"tool_name\":\"Bash\",\"tool_use_id\":\"x\"", agent: "a").Hook("PostToolUse", ",\"tool_name\":\"Bash\",\"tool_use_id\":\"x\"", agent: "a").Call("c3", "a")
            .Hook("SubagentStop", ",\"last_assistant_message\":\"found\"", agent: "a").Prompt("<task-notification>", "p2").Call("c4").Stop("noted", "p2").Fold();

        Assert.Equal(2, session.Turns.Count);
        Subagent subagent = Assert.Single(session.Turns[0].Items.OfType<Subagent>());
        Assert.Equal(("l", CallStatus.Completed), (subagent.LaunchedByToolCallId, subagent.Status));
        Assert.True(subagent.EndedAt > session.Turns[0].EndedAt);
        Turn own = Assert.Single(subagent.Turns);
        Assert.Equal(("found", 2, 1), (own.Response, own.Items.OfType<LlmCall>().Count(), own.Items.OfType<ToolCall>().Count()));
        Assert.Equal(["c4"], session.Turns[1].Items.OfType<LlmCall>().Select(c => c.Id));
    }

    [Theory]
    [InlineData("""{"agentId":"a","status":"completed"}""", true)]
    [InlineData("""{"agentId":"a","totalDurationMs":123}""", true)]
    [InlineData("""{"agentId":"a","status":"running"}""", false)]
    [InlineData("""{"agentId":"a"}""", false)]
    [InlineData("""{"status":"completed"}""", false)]
    public void Subagent_WhoseStopWasLost_EndsByTheResultOfItsCall(string result, bool ended)
    {
        Session session = new ClaudeScript().Prompt("hi").Launch("l").Hook("SubagentStart", agent: "a").Call("c1", "a").Launched("l", result).Fold();

        Assert.Equal(ended ? CallStatus.Completed : CallStatus.Open, session.All<Subagent>().Single().Status);
    }

    [Fact]
    public void Subagent_StopAfterItsEnd_ChangesNothing()
    {
        ClaudeScript script = new ClaudeScript().Prompt("hi").Launch("l").Hook("SubagentStart", agent: "a").Call("c1", "a").Launched("l", """{"agentId":"a","status":"completed"}""");
        DateTimeOffset? ended = script.Fold().All<Subagent>().Single().EndedAt;
        Session session = script.Hook("SubagentStop", agent: "a").Hook("SubagentStop", agent: "never-started").Stop("done").Fold();

        Subagent subagent = Assert.Single(session.All<Subagent>());
        Assert.Equal((ended, 1), (subagent.EndedAt, subagent.Turns.Count));
        Assert.Single(session.Turns);
    }

    [Fact]
    public void Compaction_AskedForByTheUser_IsATurnOfItsOwn()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c1").Stop("done").Hook("PreCompact", ",\"trigger\":\"manual\"", "p2").Call("c2").Hook("SubagentStop", prompt: "p2", agent: "ghost")
            .Hook("SessionStart", ",\"source\":\"compact\"", "p2").Hook("PostCompact", ",\"trigger\":\"manual\"", "p2").Hook("SessionEnd", ",\"reason\":\"other\"", "p2").Fold();

        Assert.Equal([("p1", CallStatus.Completed, "stop"), ("p2", CallStatus.Completed, "compaction")], session.Turns.Select(t => (t.Id, t.Status, t.EndReason)));
        LlmCall call = Assert.Single(session.Turns[1].Items.OfType<LlmCall>());
        Assert.Equal(("c2", "compaction"), (call.Id, call.Purpose));
        Assert.Null(session.Turns[1].Prompt);
        Assert.Empty(session.All<Subagent>());
        Assert.Contains(session.Turns[1].Items.OfType<Mark>(), m => m.Name == "PostCompact");
    }

    [Fact]
    public void Compaction_InMidTurn_LeavesTheTurnGoing()
    {
        Session session = new ClaudeScript().Prompt("hi").Call("c1").Hook("PreCompact", ",\"trigger\":\"auto\"").Call("c2").Hook("PostCompact", ",\"trigger\":\"auto\"").Call("c3").Stop("done").Fold();

        Assert.Equal("stop", Assert.Single(session.Turns).EndReason);
        Assert.Equal([null, "compaction", null], session.All<LlmCall>().Select(c => c.Purpose));
    }

    [Fact]
    public void Compaction_ThatCameToNothing_LeavesNoTurn()
    {
        Session session = new ClaudeScript().Hook("PreCompact", ",\"trigger\":\"manual\"", "p2").Prompt("go on", "p3").Call("c1").Stop("done", "p3").Fold();

        Assert.Equal("p3", Assert.Single(session.Turns).Id);
        Assert.Null(session.All<LlmCall>().Single().Purpose);
    }

    [Theory]
    [InlineData("Permission to use Bash with command rm -f x has been denied.", CallStatus.Denied)]
    [InlineData("Claude requested permissions to write to /etc/x, but you haven't granted it yet.", CallStatus.Denied)]
    [InlineData("The user doesn't want to proceed with this tool use. The tool use was rejected.", CallStatus.Denied)]
    [InlineData("PreToolUse:Bash hook error: house rule", CallStatus.Denied)]
    [InlineData("This command requires approval", CallStatus.Denied)]
    [InlineData("Exit code 1\\nPermission to use it has been denied", CallStatus.Failed)]
    [InlineData("<tool_use_error>Error: No such tool available: Nope</tool_use_error>", CallStatus.Failed)]
    public void Tool_RefusedByRuleHookOrUser_IsDeniedAndNotFailed(string told, CallStatus expected)
    {
        string[] contents = [$"\"{told}\"", $$"""[{"type":"text","text":"{{told}}"}]"""];
        foreach (string content in contents)
        {
            Session session = new ClaudeScript().Prompt("p").Request("c1").Asks("c1", "toolu_1", "Bash")
                .Hook("PreToolUse", ""","tool_name":"Bash","tool_use_id":"toolu_1","tool_input":{}""")
                .Request("c2", items: $$"""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":{{content}}}]}]""").Response("c2").Stop("ok").Fold();

            ToolCall tool = Assert.Single(session.All<ToolCall>());
            Assert.Equal(expected, tool.Status);
            Assert.Equal(expected == CallStatus.Denied, tool.StatusText == told);
        }
    }

    [Fact]
    public void Tool_DeniedByHook_StaysDeniedWhateverTheModelIsTold()
    {
        Session session = new ClaudeScript().Prompt("p").Request("c1").Asks("c1", "toolu_1", "Bash")
            .Hook("PreToolUse", ""","tool_name":"Bash","tool_use_id":"toolu_1","tool_input":{}""")
            .Hook("PermissionDenied", ""","tool_name":"Bash","tool_use_id":"toolu_1","tool_input":{},"reason":"too risky" """)
            .Request("c2", items: """[{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":"no"}]}]""").Response("c2").Stop("ok").Fold();

        Assert.Equal(CallStatus.Denied, Assert.Single(session.All<ToolCall>()).Status);
    }
}
