// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

public sealed class SubagentTests
{
    [Fact]
    public void Subagent_ToldByHooks_HasItsTurnToolsAndAnswer()
    {
        Session session = new Script().Prompt("p").Hook("SubagentStart", ""","agent_type":"explorer" """, "ta", "a1")
            .ToolStart("x", turn: "ta", agent: "a1").ToolEnd("x", turn: "ta", agent: "a1")
            .Hook("SubagentStop", ""","last_assistant_message":"found" """, "ta", "a1").Stop("done").Fold();

        Subagent subagent = Assert.IsType<Subagent>(Assert.Single(session.Turns[0].Items));
        Assert.Equal(("a1", "explorer", null, CallStatus.Completed), (subagent.Id, subagent.Type, subagent.ParentId, subagent.Status));
        Turn turn = Assert.Single(subagent.Turns);
        Assert.Equal(("ta", "found", CallStatus.Completed), (turn.Id, turn.Response, turn.Status));
        Assert.Equal(("a1", "agent_id"), (session.All<ToolCall>().Single().OwnerId, session.All<ToolCall>().Single().CorrelationSource));
    }

    [Fact]
    public void Subagent_SeenFirstByItsTraffic_IsOneWithItsHooks()
    {
        Session session = new Script().Prompt("p").Request("c1", turn: "ta", thread: "a1", agentName: "/root/lister").Response("c1")
            .Hook("SubagentStart", ""","agent_type":"default" """, "ta", "a1").Hook("SubagentStop", "", "ta", "a1").Fold();

        Subagent subagent = Assert.Single(session.All<Subagent>());
        Assert.Equal(("default", "/root/lister", 1), (subagent.Type, subagent.Name, subagent.Turns.Count));
        Assert.Equal(("a1", "agent_id"), (session.All<LlmCall>().Single().OwnerId, session.All<LlmCall>().Single().CorrelationSource));
    }

    [Fact]
    public void Subagents_ThatNameTheirParent_AreNested()
    {
        Session session = new Script().Prompt("p")
            .Request("c3", turn: "tc", thread: "a3", parent: "a2").Request("c2", turn: "tb", thread: "a2", parent: "a1").Request("c1", turn: "ta", thread: "a1", parent: "s").Fold();

        Assert.Equal([("a1", null), ("a2", "a1"), ("a3", "a2")], session.All<Subagent>().OrderBy(a => a.Id).Select(a => (a.Id, a.ParentId)));
        Assert.Equal(3, session.Counts.Subagents);
        Assert.Single(session.Turns[0].Items.OfType<Subagent>());
    }

    [Fact]
    public void Subagents_ThatNameEachOtherParent_DoNotRunInACircle()
    {
        Session session = new Script().Prompt("p").Request("c1", turn: "ta", thread: "a1", parent: "a2").Request("c2", turn: "tb", thread: "a2", parent: "a1").Request("c3", turn: "ta", thread: "a1", parent: "a1").Fold();

        Assert.Equal(["a1", "a2"], session.All<Subagent>().Select(a => a.Id).Order());
    }

    [Theory]
    [InlineData(""" "{\"agent_id\":\"a1\",\"nickname\":\"Kant\"}" """)]
    [InlineData("""{"agent_id":"a1"}""")]
    [InlineData(""" "{\"task_name\":\"/root/lister\"}" """)]
    public void Launch_ResultThatNamesTheSubagent_LinksThem(string result)
    {
        Session session = new Script().Prompt("p").ToolStart("l1", "spawn_agent").ToolStart("l2", "spawn_agent")
            .Request("c1", turn: "ta", thread: "a1", agentName: "/root/lister").ToolEnd("l2", result, "spawn_agent").ToolEnd("l1", "\"failed\"", "spawn_agent").Fold();

        Assert.Equal("l2", Assert.Single(session.All<Subagent>()).LaunchedByToolCallId);
        Assert.Equal([null, "a1"], session.All<ToolCall>().Select(t => t.SubagentId));
    }

    [Fact]
    public void Launch_OnlyOneOpen_LinksByTimeUntilAResultSaysOtherwise()
    {
        Script script = new Script().Prompt("p").ToolStart("l1", "spawn_agent").Request("c1", turn: "ta", thread: "a1");
        Assert.Equal("l1", Assert.Single(script.Fold().All<Subagent>()).LaunchedByToolCallId);

        Session session = script.Request("c2", turn: "tb", thread: "a2").ToolEnd("l1", """{"agent_id":"a2"}""", "spawn_agent").Fold();

        Assert.Equal([("a1", null), ("a2", "l1")], session.All<Subagent>().Select(a => (a.Id, a.LaunchedByToolCallId)));
    }

    [Fact]
    public void Launch_ByASubagent_PutsTheChildIntoIt()
    {
        Session session = new Script().Prompt("p").Request("c1", turn: "ta", thread: "a1").ToolStart("l1", "spawn_agent", "ta", "a1")
            .Hook("SubagentStart", "", "tb", "a2").ToolEnd("l1", """{"agent_id":"a2"}""", "spawn_agent", "ta", "a1").Fold();

        Assert.Equal("a1", session.All<Subagent>().Single(a => a.Id == "a2").ParentId);
    }

    [Fact]
    public void Stop_OfAnUnknownSubagent_IsAMark()
    {
        Session session = new Script().Prompt("p").Hook("SubagentStop", agent: "ghost").Fold();

        Assert.Empty(session.All<Subagent>());
        Assert.Equal("subagent_end_without_start", Assert.Single(session.All<Mark>()).Name);
    }

    [Fact]
    public void Start_WithoutAnId_IsEndedByAStopWithoutOne()
    {
        Session session = new Script().Prompt("p").Hook("SubagentStart").Hook("SubagentStop").Fold();

        Assert.Equal(("subagent", CallStatus.Completed), (session.All<Subagent>().Single().Id, session.All<Subagent>().Single().Status));
    }

    [Fact]
    public void Start_OfOneThatHadStopped_GivesItMoreWork()
    {
        Session session = new Script().Prompt("p").Hook("SubagentStart", "", "ta", "a1").Hook("SubagentStop", "", "ta", "a1").Hook("SubagentStart", "", "tb", "a1").Fold();

        Subagent subagent = Assert.Single(session.All<Subagent>());
        Assert.Equal((CallStatus.Open, null, 2), (subagent.Status, subagent.EndedAt, subagent.Turns.Count));
    }

    [Fact]
    public void SessionStart_OfAChildThread_IsASubagent()
    {
        Session session = new Script().Prompt("p")
            .Hook("SessionStart", ""","session_id":"child","source":{"subagent":{"thread_spawn":{"parent_thread_id":"s","agent_nickname":"Kant","agent_role":"explorer"}}}""", turn: null).Fold();

        Subagent subagent = Assert.Single(session.All<Subagent>());
        Assert.Equal(("child", "Kant", "explorer"), (subagent.Id, subagent.Name, subagent.Type));
    }
}
