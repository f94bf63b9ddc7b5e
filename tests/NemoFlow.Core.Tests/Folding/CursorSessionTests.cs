// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Core.Tests.Folding;

/// <summary>Sessions as Cursor's documentation has its hooks.</summary>
public sealed class CursorSessionTests
{
    private static HostScript Cursor() => new(AgentKinds.Cursor, new
    {
        conversation_id = "s",
        generation_id = "g1",
        model = "gpt-x",
        cursor_version = "3.7.21",
        workspace_roots = new[] { "/project" },
    });

    [Fact]
    public void Shell_ToldByBothPairsOfHooks_IsOneCall()
    {
        Session session = Cursor()
            .Hook("beforeSubmitPrompt", new { prompt = "test it" })
            .Hook("preToolUse", new { tool_name = "Shell", tool_use_id = "u1", tool_input = new { command = "npm test", working_directory = "/project" } })
            .Hook("beforeShellExecution", new { command = "npm test", cwd = "/project" })
            .Hook("afterShellExecution", new { command = "npm test", output = "passed", duration = 12 })
            .Hook("postToolUse", new { tool_name = "Shell", tool_use_id = "u1", tool_input = new { command = "npm test" }, tool_output = "ok" })
            .Hook("stop", new { status = "completed" })
            .Fold();

        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal(("u1", "Shell", CallStatus.Completed, false), (tool.Id, tool.Name, tool.Status, tool.StartUnknown));
        Assert.Equal("passed", tool.Result?.GetString());
        Assert.Equal(("3.7.21", "/project", "gpt-x"), (session.AgentVersion, session.WorkingDirectory, session.Model));
    }

    [Fact]
    public void Shell_BareHooksFirst_TakesTheIdOfTheOtherPair()
    {
        Session session = Cursor()
            .Hook("beforeShellExecution", new { command = "ls" })
            .Hook("preToolUse", new { tool_name = "Shell", tool_use_id = "u1", tool_input = new { command = "ls" } })
            .Hook("postToolUse", new { tool_name = "Shell", tool_use_id = "u1", tool_input = new { command = "ls" }, tool_output = "a" })
            .Hook("afterShellExecution", new { command = "ls", output = "a" })
            .Fold();

        Assert.Equal("u1", Assert.Single(session.All<ToolCall>()).Id);
    }

    [Fact]
    public void Shell_EqualCommandsSideBySide_StayTwoCalls()
    {
        Session session = Cursor()
            .Hook("preToolUse", new { tool_name = "Shell", tool_use_id = "u1", tool_input = new { command = "ls" } })
            .Hook("preToolUse", new { tool_name = "Shell", tool_use_id = "u2", tool_input = new { command = "ls" } })
            .Hook("beforeShellExecution", new { command = "ls" })
            .Hook("beforeShellExecution", new { command = "ls" })
            .Hook("afterShellExecution", new { command = "ls", output = "one" })
            .Hook("afterShellExecution", new { command = "ls", output = "two" })
            .Hook("postToolUse", new { tool_name = "Shell", tool_use_id = "u2", tool_input = new { command = "ls" } })
            .Hook("postToolUse", new { tool_name = "Shell", tool_use_id = "u1", tool_input = new { command = "ls" } })
            .Fold();

        Assert.Equal([("u1", "one"), ("u2", "two")], session.All<ToolCall>().Select(t => (t.Id, t.Result?.GetString())));
    }

    [Fact]
    public void Shell_SameCommandTwiceInTurn_IsTwoCallsInOlderVersions()
    {
        Session session = Cursor()
            .Hook("beforeShellExecution", new { command = "ls" })
            .Hook("afterShellExecution", new { command = "ls", output = "one" })
            .Hook("beforeShellExecution", new { command = "ls" })
            .Hook("afterShellExecution", new { command = "ls", output = "two" })
            .Fold();

        Assert.Equal(["one", "two"], session.All<ToolCall>().Select(t => t.Result?.GetString()));
    }

    [Fact]
    public void Mcp_ToldByBothPairsOfHooks_IsOneCallWithReadArguments()
    {
        Session session = Cursor()
            .Hook("preToolUse", new { tool_name = "MCP:query", tool_use_id = "u1", tool_input = new { sql = "select 1" } })
            .Hook("beforeMCPExecution", new { tool_name = "query", tool_input = """{ "sql": "select 1" }""", command = "db-server" })
            .Hook("afterMCPExecution", new { tool_name = "query", tool_input = """{ "sql": "select 1" }""", result_json = "[1]" })
            .Hook("postToolUse", new { tool_name = "MCP:query", tool_use_id = "u1", tool_input = new { sql = "select 1" }, tool_output = "[1]" })
            .Fold();

        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal(("u1", "select 1", "[1]"), (tool.Id, tool.Arguments?.TextAt("sql"), tool.Result?.GetString()));
    }

    [Theory]
    [InlineData("error", CallStatus.Failed)]
    [InlineData("timeout", CallStatus.Failed)]
    [InlineData("permission_denied", CallStatus.Denied)]
    public void Failure_OfATool_HasItsKindAndItsFacts(string kind, CallStatus expected)
    {
        Session session = Cursor()
            .Hook("preToolUse", new { tool_name = "Read", tool_use_id = "u1", tool_input = new { path = "x" } })
            .Hook("postToolUseFailure", new { tool_name = "Read", tool_use_id = "u1", tool_input = new { path = "x" }, error_message = "no", failure_type = kind, duration = 5 })
            .Fold();

        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal(expected, tool.Status);
        Assert.Equal(("no", kind), (tool.Result?.TextAt("error_message"), tool.Result?.TextAt("failure_type")));
    }

    [Theory]
    [InlineData("completed", CallStatus.Completed)]
    [InlineData("aborted", CallStatus.Interrupted)]
    [InlineData("error", CallStatus.Failed)]
    public void Stop_OfTheLoop_EndsTurnAndSession(string status, CallStatus expected)
    {
        Session session = Cursor()
            .Hook("beforeSubmitPrompt", new { prompt = "hi" })
            .Hook("afterAgentResponse", new { text = "hello" })
            .Hook("stop", new { status })
            .Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal((expected, "hello", "g1"), (turn.Status, turn.Response, turn.Id));
        Assert.Equal((SessionState.Ended, "stop"), (session.State, session.EndReason));
        Assert.Empty(session.OpenParts());
    }

    [Fact]
    public void Prompt_AfterStop_TakesTheSessionUpAgain()
    {
        Session session = Cursor()
            .Hook("beforeSubmitPrompt", new { prompt = "one" })
            .Hook("stop", new { status = "completed" })
            .Hook("beforeSubmitPrompt", new { prompt = "two", generation_id = "g2" })
            .Fold();

        Assert.Equal(["g1", "g2"], session.Turns.Select(t => t.Id));
        Assert.Equal((SessionState.Active, CallStatus.Open), (session.State, session.Turns[1].Status));
    }

    [Fact]
    public void Subagent_OfATaskCall_IsLinkedAndOwnsWhatItsConversationDoes()
    {
        Session session = Cursor()
            .Hook("beforeSubmitPrompt", new { prompt = "delegate" })
            .Hook("preToolUse", new { tool_name = "Task", tool_use_id = "task-1", tool_input = new { prompt = "look" } })
            .Hook("subagentStart", new { subagent_id = "child", subagent_type = "explore", task = "look", parent_conversation_id = "s", tool_call_id = "task-1" })
            .Hook("preToolUse", new { conversation_id = "child", parent_conversation_id = "s", generation_id = "cg", tool_name = "Read", tool_use_id = "r1", tool_input = new { path = "x" } })
            .Hook("postToolUse", new { conversation_id = "child", parent_conversation_id = "s", generation_id = "cg", tool_name = "Read", tool_use_id = "r1", tool_input = new { path = "x" }, tool_output = "y" })
            .Hook("subagentStop", new { subagent_type = "explore", status = "completed", summary = "found" })
            .Hook("postToolUse", new { tool_name = "Task", tool_use_id = "task-1", tool_input = new { prompt = "look" }, tool_output = "found" })
            .Hook("stop", new { status = "completed" })
            .Fold();

        Subagent subagent = Assert.Single(session.All<Subagent>());
        Assert.Equal(("child", "explore", "task-1", CallStatus.Completed), (subagent.Id, subagent.Type, subagent.LaunchedByToolCallId, subagent.Status));
        Turn turn = Assert.Single(subagent.Turns);
        Assert.Equal(("look", "found"), (turn.Prompt, turn.Response));
        Assert.Equal("r1", Assert.Single(turn.Items.OfType<ToolCall>()).Id);
        Assert.Single(session.Turns);
    }
}
