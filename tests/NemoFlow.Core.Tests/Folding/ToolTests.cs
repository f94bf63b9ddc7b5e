// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

public sealed class ToolTests
{
    [Fact]
    public void Tool_SeenByHooksOnly_HasTheirArgumentsAndResult()
    {
        ToolCall tool = Assert.Single(new Script().Prompt("p").ToolStart("call_1").ToolEnd("call_1").Fold().All<ToolCall>());

        Assert.Equal(("call_1", "Bash", CallStatus.Completed, "\"hook result\"", TimeSpan.FromSeconds(1)), (tool.Id, tool.Name, tool.Status, tool.Result?.GetRawText(), tool.Duration));
        Assert.Equal((true, false, false, "agent_fallback"), (tool.SeenByHook, tool.SeenByGateway, tool.StartUnknown, tool.CorrelationSource));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tool_SeenByModelAndHooks_IsOneWhicheverComesFirst(bool hookFirst)
    {
        Script script = new Script().Prompt("p").Request("c1");
        _ = hookFirst
            ? script.ToolStart("call_1").Response("c1", $"[{Script.Call("call_1")}]")
            : script.Response("c1", $"[{Script.Call("call_1")}]").ToolStart("call_1");

        ToolCall tool = Assert.Single(script.ToolEnd("call_1").Fold().All<ToolCall>());

        Assert.Equal(("shell", "Bash", "c1"), (tool.Name, tool.HookName, tool.LlmCallId));
        Assert.Contains("model", tool.Arguments?.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((CallStatus.Completed, true, true), (tool.Status, tool.SeenByHook, tool.SeenByGateway));
    }

    [Fact]
    public void Tool_ResultInTheNextRequest_WinsOverTheHooks()
    {
        ToolCall tool = Assert.Single(new Script().Prompt("p").Request("c1").Response("c1", $"[{Script.Call("call_1")}]")
            .ToolStart("call_1").ToolEnd("call_1").Request("c2", $"[{Script.Result("call_1")}]").Fold().All<ToolCall>());

        Assert.Equal("\"model result\"", tool.Result?.GetRawText());
        Assert.Equal(Script.Start.AddSeconds(5), tool.EndedAt);
    }

    [Fact]
    public void Tool_WithoutHooks_IsClosedByItsResult()
    {
        ToolCall tool = Assert.Single(new Script().Prompt("p").Request("c1").Response("c1", $"[{Script.Call("call_1")}]")
            .Request("c2", $"[{Script.Result("call_1")}]").Fold().All<ToolCall>());

        Assert.Equal((CallStatus.Completed, "\"model result\"", Script.Start.AddSeconds(4)), (tool.Status, tool.Result?.GetRawText(), tool.EndedAt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tool_ExitCodeInItsResult_FailsItWhicheverComesFirst(bool hookFirst)
    {
        Script script = new Script().Prompt("p").Request("c1").Response("c1", $"[{Script.Call("call_1")}]").ToolStart("call_1");
        string items = $"[{Script.Result("call_1", "Process exited with code 3\\nOutput:\\nbroken")}]";
        _ = hookFirst ? script.ToolEnd("call_1").Request("c2", items) : script.Request("c2", items).ToolEnd("call_1");

        ToolCall tool = Assert.Single(script.Fold().All<ToolCall>());

        Assert.Equal((CallStatus.Failed, "exit code 3"), (tool.Status, tool.StatusText));
    }

    [Theory]
    [InlineData(false, CallStatus.Failed, "error")]
    [InlineData(true, CallStatus.Completed, null)]
    public void Tool_OfMcpWhoseEndNoHookTells_Failed(bool toldLate, CallStatus status, string? text)
    {
        Script script = new Script().Prompt("p").Request("c1").Response("c1", $"[{Script.Call("call_1")}]")
            .ToolStart("call_1", "mcp__files__read").Request("c2", $"[{Script.Result("call_1")}]");
        _ = toldLate ? script.ToolEnd("call_1", name: "mcp__files__read") : script;

        ToolCall tool = Assert.Single(script.Fold().All<ToolCall>());

        Assert.Equal((status, text), (tool.Status, tool.StatusText));
    }

    [Fact]
    public void Tool_EndWithoutStart_IsAWholeCall()
    {
        ToolCall tool = Assert.Single(new Script().Prompt("p").ToolEnd("call_1").Fold().All<ToolCall>());

        Assert.Equal((true, CallStatus.Completed, TimeSpan.Zero), (tool.StartUnknown, tool.Status, tool.Duration));
    }

    [Fact]
    public void Tool_RepeatedHooks_CountOnce()
    {
        Session session = new Script().Prompt("p").ToolStart("call_1").ToolStart("call_1").ToolEnd("call_1").ToolEnd("call_1", "\"second\"").Fold();

        Assert.Equal("\"hook result\"", Assert.Single(session.All<ToolCall>()).Result?.GetRawText());
    }

    [Fact]
    public void Hook_SameDeliveryTwice_CountsOnce()
    {
        Session session = new Script().Prompt("p").Hook("SomethingNew", delivery: "d").Hook("SomethingNew", delivery: "d").Fold();

        Assert.Single(session.All<Mark>());
        Assert.Equal((1, 2), (session.Counts.Hooks["SomethingNew"], session.Counts.Events));
    }

    [Fact]
    public void Tools_InParallel_KeepTheirResultsApart()
    {
        Session session = new Script().Prompt("p").Request("c1").Response("c1", $"[{Script.Call("a")},{Script.Call("b")}]")
            .ToolStart("a").ToolStart("b").ToolEnd("b", "\"of b\"").ToolEnd("a", "\"of a\"").Fold();

        Assert.Equal([("a", "\"of a\""), ("b", "\"of b\"")], session.All<ToolCall>().Select(t => (t.Id, t.Result?.GetRawText())));
        Assert.All(session.All<ToolCall>(), t => Assert.Null(t.ParentToolCallId));
    }

    [Fact]
    public void Tool_IdUsedAgainInALaterTurn_IsAnotherCall()
    {
        Session session = new Script()
            .Prompt("one", "t1").ToolStart("call_0", turn: "t1").ToolEnd("call_0", "\"first\"", turn: "t1").Stop("done", "t1")
            .Prompt("two", "t2").Request("c2", turn: "t2").Response("c2", $"[{Script.Call("call_0")}]").ToolStart("call_0", turn: "t2").ToolEnd("call_0", "\"second\"", turn: "t2").Fold();

        Assert.Equal([1, 2], session.Turns.Select(t => t.Items.Count));
        Assert.Equal(["\"first\"", "\"second\""], session.All<ToolCall>().Select(t => t.Result?.GetRawText()));
    }

    [Fact]
    public void Tool_IdOfACallWithoutHooksUsedAgain_IsAnotherCall()
    {
        Session session = new Script()
            .Prompt("one", "t1").Request("c1", turn: "t1").Response("c1", $"[{Script.Call("call_0")}]").Request("c2", $"[{Script.Result("call_0")}]", "t1").Response("c2").Stop("done", "t1")
            .Prompt("two", "t2").ToolStart("call_0", turn: "t2").ToolEnd("call_0", turn: "t2").Fold();

        Assert.Equal(["\"model result\"", "\"hook result\""], session.All<ToolCall>().Select(t => t.Result?.GetRawText()));
    }

    [Fact]
    public void Tool_RunByCodeOfAnotherTool_IsItsChild()
    {
        const string Exec = """{"type":"custom_tool_call","call_id":"call_x","name":"exec","input":"await tools.shell()"}""";
        Session session = new Script().Prompt("p").Request("c1").Response("c1", $"[{Exec}]")
            .ToolStart("exec-1").ToolEnd("exec-1").ToolStart("exec-2").ToolEnd("exec-2")
            .Request("c2", """[{"type":"custom_tool_call_output","call_id":"call_x","output":"code result"}]""").Fold();

        Assert.Equal([("call_x", null), ("exec-1", "call_x"), ("exec-2", "call_x")], session.All<ToolCall>().Select(t => (t.Id, t.ParentToolCallId)));
        Assert.Equal([true, false, false], session.All<ToolCall>().Select(t => t.SeenByGateway));
        Assert.All(session.All<ToolCall>(), t => Assert.Equal(("c1", CallStatus.Completed), (t.LlmCallId, t.Status)));
    }

    [Theory]
    [InlineData("PostToolUse", ""","status":"denied" """, CallStatus.Denied, "denied")]
    [InlineData("PostToolUse", ""","status":"error" """, CallStatus.Failed, "error")]
    [InlineData("ToolFailed", ""","error":"boom" """, CallStatus.Failed, "error")]
    public void Tool_End_TellsItsStatus(string hook, string more, CallStatus status, string text)
    {
        ToolCall tool = Assert.Single(new Script().Prompt("p").ToolStart("call_1").Hook(hook, ""","tool_use_id":"call_1","tool_name":"Bash" """ + more).Fold().All<ToolCall>());

        Assert.Equal((status, text), (tool.Status, tool.StatusText));
    }

    [Theory]
    [InlineData("t1")]
    [InlineData(null)]
    public void Tool_EndAfterTheTurn_CompletesItAndOpensNoTurn(string? turn)
    {
        Session session = new Script().Prompt("p").ToolStart("call_1").Stop("done").ToolEnd("call_1", turn: turn).Fold();

        Assert.Single(session.Turns);
        Assert.Equal((CallStatus.Completed, "\"hook result\""), (session.All<ToolCall>().Single().Status, session.All<ToolCall>().Single().Result?.GetRawText()));
    }

    [Fact]
    public void Tool_WithoutIds_EndsTheOnlyOneOpenOfItsName()
    {
        Session session = new Script().Prompt("p").Hook("PreToolUse", ""","tool_name":"Bash","tool_input":{"a":1}""").Hook("PostToolUse", ""","tool_name":"Bash","tool_response":"r" """).Fold();

        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal((CallStatus.Completed, false, "\"r\""), (tool.Status, tool.StartUnknown, tool.Result?.GetRawText()));
    }

    [Fact]
    public void Tool_RunByTheProvider_NeedsNoEnd()
    {
        Session session = new Script().Prompt("p").Request("c1").Response("c1", """[{"type":"web_search_call","id":"ws","action":{"query":"q"}}]""").SessionEnd().Fold();

        Assert.Equal(("web_search", CallStatus.Completed), (session.All<ToolCall>().Single().Name, session.All<ToolCall>().Single().Status));
    }

    [Fact]
    public void Tool_OfASubagentsModelCall_BelongsToTheSubagentWithoutSayingSo()
    {
        Session session = new Script().Prompt("p").Request("c1", turn: "ta", thread: "a1").Response("c1", $"[{Script.Call("call_1")}]")
            .ToolStart("call_1", turn: "ta").ToolEnd("call_1", turn: "ta").Fold();

        Assert.Equal("a1", Assert.Single(session.All<ToolCall>()).OwnerId);
        Assert.Single(session.Turns);
    }
}
