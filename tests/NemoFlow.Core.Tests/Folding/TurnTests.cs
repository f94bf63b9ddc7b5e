// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

public sealed class TurnTests
{
    [Fact]
    public void Turn_PromptAndStop_IsComplete()
    {
        Session session = new Script().SessionStart().Prompt("do it").Stop("done").Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("t1", 1, "user_prompt", CallStatus.Completed, "stop", "do it", "done"), (turn.Id, turn.Index, turn.Source, turn.Status, turn.EndReason, turn.Prompt, turn.Response));
        Assert.Equal(TimeSpan.FromSeconds(1), turn.Duration);
        Assert.Equal((SessionState.Active, "/work", "m-hook", AgentKinds.Codex), (session.State, session.WorkingDirectory, session.Model, session.Agent));
    }

    [Fact]
    public void Turn_TrafficBeforeItsPrompt_IsOne()
    {
        Session session = new Script().Request("c1", $"[{Script.Asks("do it")}]").Prompt("do it").Response("c1", $"[{Script.Says("done")}]").Stop("done").Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("t1", "gateway_request", "do it", CallStatus.Completed), (turn.Id, turn.Source, turn.Prompt, turn.Status));
        Assert.Single(turn.Items);
    }

    [Fact]
    public void Turn_TrafficWithoutIdsBeforeItsPrompt_TakesTheAgentsId()
    {
        Session session = new Script().RawRequest("c1", "{}", $"[{Script.Asks("do it")}]").Prompt("do it", "t9").Fold();

        Assert.Equal("t9", Assert.Single(session.Turns).Id);
    }

    [Fact]
    public void Turn_PromptToldAgainAfterItsEnd_IsTheSameTurn()
    {
        Session session = new Script().Prompt("do it", "t1").Stop("done").Prompt("do it", "t1").Stop("done").Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("do it", "done", CallStatus.Completed), (turn.Prompt, turn.Response, turn.Status));
    }

    [Fact]
    public void Turn_NextPrompt_SupersedesIt()
    {
        Session session = new Script().Prompt("one", "t1").Request("c1", turn: "t1").ToolStart("call_1").Prompt("two", "t2").Fold();

        Assert.Equal([(CallStatus.Superseded, "superseded_by_next_turn"), (CallStatus.Open, null)], session.Turns.Select(t => (t.Status, t.EndReason)));
        Assert.Equal(CallStatus.Abandoned, Assert.Single(session.All<ToolCall>()).Status);
        Assert.Equal(CallStatus.Abandoned, Assert.Single(session.All<LlmCall>()).Status);
    }

    [Fact]
    public void Turn_StopLostAndNextPromptLost_IsClosedByTheNextTurnsTraffic()
    {
        Session session = new Script().Prompt("one", "t1").ToolStart("call_1", turn: "t1").Request("c2", turn: "t2").Response("c2").Fold();

        Assert.Equal([("t1", CallStatus.Superseded), ("t2", CallStatus.Open)], session.Turns.Select(t => (t.Id, t.Status)));
        Assert.Equal(CallStatus.Abandoned, Assert.Single(session.All<ToolCall>()).Status);
    }

    [Fact]
    public void Turn_StopLost_IsClosedByTheNextTurnsTool()
    {
        Session session = new Script().Prompt("one", "t1").ToolStart("call_1", turn: "t2").Fold();

        Assert.Equal([("t1", CallStatus.Superseded), ("t2", CallStatus.Open)], session.Turns.Select(t => (t.Id, t.Status)));
    }

    [Fact]
    public void Turn_Interrupt_InterruptsWhatIsOpenInIt()
    {
        Session session = new Script().Prompt("p").Request("c1").ToolStart("call_1").Hook("Interrupt").Fold();

        Assert.Equal((CallStatus.Interrupted, "interrupt"), (session.Turns[0].Status, session.Turns[0].EndReason));
        Assert.Equal(CallStatus.Interrupted, Assert.Single(session.All<LlmCall>()).Status);
        Assert.Equal(CallStatus.Interrupted, Assert.Single(session.All<ToolCall>()).Status);
    }

    [Fact]
    public void Turn_Idle_IsClosedOnlyWhereNothingIsOpen()
    {
        Session busy = new Script().Prompt("p").ToolStart("call_1").Recorder(EventKinds.Idle).Fold();
        Session idle = new Script().Prompt("p").ToolStart("call_1").ToolEnd("call_1").Recorder(EventKinds.Idle).Fold();

        Assert.Equal(CallStatus.Open, busy.Turns[0].Status);
        Assert.Equal((CallStatus.Completed, "idle"), (idle.Turns[0].Status, idle.Turns[0].EndReason));
    }

    [Fact]
    public void Turn_ThatGoesOnAfterIdle_IsOpenAgain()
    {
        Session session = new Script().Prompt("p").Recorder(EventKinds.Idle).ToolStart("call_1").ToolEnd("call_1").Stop("done").Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal((CallStatus.Completed, "stop", "done"), (turn.Status, turn.EndReason, turn.Response));
    }

    [Fact]
    public void Turn_StopOfAnEarlierOne_ClosesNothing()
    {
        Session session = new Script().Prompt("one", "t1").Prompt("two", "t2").Stop("late", "t1").Fold();

        Assert.Equal([CallStatus.Superseded, CallStatus.Open], session.Turns.Select(t => t.Status));
    }

    [Fact]
    public void Turn_UserSpeaksAgainInIt_GoesOn()
    {
        Session session = new Script().Prompt("one").Prompt("and two").Stop("done").Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal("one", turn.Prompt);
        Assert.Contains("and two", Assert.IsType<Mark>(Assert.Single(turn.Items)).Data?.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Turn_ClientWithoutHooks_BeginsWithEachFreshUserMessage()
    {
        Session session = new Script()
            .RawRequest("c1", "{}", $"[{Script.Asks("one")}]").Response("c1", $"[{Script.Call("call_1")}]")
            .RawRequest("c2", "{}", $"[{Script.Result("call_1")}]").Response("c2", $"[{Script.Says("first")}]")
            .RawRequest("c3", "{}", $"[{Script.Asks("two")}]").Response("c3", $"[{Script.Says("second")}]").Fold();

        Assert.Equal([("one", "first", 3), ("two", "second", 1)], session.Turns.Select(t => (t.Prompt, t.Response, t.Items.Count)));
    }

    [Theory]
    [InlineData("session_end")]
    [InlineData("agent_exit")]
    [InlineData("gateway_stop")]
    public void Session_End_LeavesNothingOpen(string reason)
    {
        Script script = new Script().Prompt("p").Request("c1").ToolStart("call_1").Hook("SubagentStart", agent: "a1", turn: "ta").ToolStart("call_2", agent: "a1", turn: "ta");
        _ = reason switch
        {
            "session_end" => script.SessionEnd("session_end"),
            "agent_exit" => script.Recorder(EventKinds.RunEnd, """{"exit_code":3}"""),
            _ => script.Recorder(EventKinds.GatewayStop),
        };

        Session session = script.Fold();

        Assert.Equal((SessionState.Ended, reason, reason == "agent_exit" ? 3 : null), (session.State, session.EndReason, session.ExitCode));
        Assert.Empty(session.OpenParts());
        Assert.All(session.All<ToolCall>(), t => Assert.Equal((CallStatus.Abandoned, "closed_by_agent_end"), (t.Status, t.StatusText)));
        Assert.Equal(CallStatus.Abandoned, Assert.Single(session.All<Subagent>()).Status);
    }

    [Fact]
    public void Session_SecondEnd_ChangesNothing()
    {
        Session session = new Script().Prompt("p").SessionEnd("first").SessionEnd("second").Recorder(EventKinds.GatewayStop).Fold();

        Assert.Equal(("first", Script.Start.AddSeconds(2)), (session.EndReason, session.EndedAt));
    }

    [Fact]
    public void Session_EndOfAnUnknownOne_IsNothing() => Assert.False(new Script().SessionEnd().HasContent());

    [Theory]
    [InlineData("prompt")]
    [InlineData("start")]
    [InlineData("request")]
    [InlineData("tool")]
    public void Session_ActivityAfterItsEnd_ResumesIt(string activity)
    {
        Script script = new Script().Prompt("p").Stop("done").SessionEnd();
        _ = activity switch
        {
            "prompt" => script.Prompt("again", "t2"),
            "start" => script.SessionStart("resume"),
            "request" => script.Request("c2", turn: "t2"),
            _ => script.ToolStart("call_9", turn: "t2"),
        };

        Assert.Equal((SessionState.Active, null), (script.Fold().State, script.Fold().EndReason));
        Assert.Empty(script.SessionEnd().Fold().OpenParts());
    }

    [Theory]
    [InlineData("Stop")]
    [InlineData("SubagentStop")]
    [InlineData("PostToolUse")]
    public void Session_LateEndsAfterItsEnd_OpenNothing(string hook)
    {
        Session session = new Script().Prompt("p").ToolStart("call_1").Hook("SubagentStart", agent: "a1", turn: "ta").SessionEnd()
            .Hook(hook, ""","tool_use_id":"call_1","tool_name":"Bash","tool_response":"late","agent_id":"a1" """, turn: null).Fold();

        Assert.Equal(SessionState.Ended, session.State);
        Assert.Empty(session.OpenParts());
    }

    [Fact]
    public void Session_RunFactsAndMetadata_AreKept()
    {
        Session session = new Script().Recorder(EventKinds.RunStart, """{"run_id":"r","agent_version":"0.169.0","cwd":"/launch"}""")
            .SessionStart().Hook("SessionStart", ""","source":"resume","transcript_path":"/t.jsonl","permission_mode":"default" """, turn: null).Prompt("p").Fold();

        Assert.Equal(("0.169.0", "/work", "/t.jsonl"), (session.AgentVersion, session.WorkingDirectory, session.TranscriptPath));
        Assert.Equal(("resume", "default"), (session.Metadata["source"], session.Metadata["permission_mode"]));
        Assert.Equal(2, session.Counts.Hooks["SessionStart"]);
        Assert.Equal(2, session.Marks.Count);
    }

    [Fact]
    public void Session_UnknownHooks_AreMarksWhereTheyHappened()
    {
        Session session = new Script().SessionStart().Hook("Notification", turn: null).Prompt("p").Hook("PermissionRequest").Hook("SomethingNew", ""","n":1""").Fold();

        Assert.Equal(["SessionStart", "Notification"], session.Marks.Select(m => m.Name));
        Assert.Equal(["PermissionRequest", "SomethingNew"], session.All<Mark>().Select(m => m.Name));
    }
}
