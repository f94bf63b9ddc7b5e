// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Tests;

namespace NemoFlow.Agents.Tests.Codex;

public sealed class CodexAdapterTests
{
    private static readonly IAgentAdapter Adapter = AgentAdapters.Find("codex")!;

    public static TheoryData<string> Fixtures => [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Fixtures, "codex", "0.169.0", "hooks"), "*.json").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_CapturedHook_KeepsEveryFieldAndKnowsTheName(string file)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryPaths.Fixtures, "codex", "0.169.0", "hooks", file));
        JsonElement payload = JsonElement.Parse(text);

        IReadOnlyList<AgentEvent> events = Read(payload);

        Assert.All(events, e => Assert.Equal(payload.GetRawText(), e.Payload.GetRawText()));
        bool known = !file.StartsWith("PostCompact", StringComparison.Ordinal);
        Assert.Equal(known, events[0].Kind != AgentEventKind.HookMark);
        if (payload.TryGetProperty("session_id", out JsonElement session))
        {
            Assert.Equal(session.GetString(), events[0].SessionId);
        }

        Assert.Equal(file.Contains("subagent", StringComparison.Ordinal) || file.StartsWith("Subagent", StringComparison.Ordinal), events[0].SubagentId is not null);
        Assert.Equal("{}", Encoding.UTF8.GetString(Adapter.Reply(events).Span));
    }

    [Fact]
    public void Read_NoticeAtTheEndOfATurn_IsPromptAndAnswer()
    {
        IReadOnlyList<AgentEvent> events = Read(JsonElement.Parse(File.ReadAllText(Path.Combine(RepositoryPaths.Fixtures, "codex", "0.169.0", "hooks", "notify.agent-turn-complete.json"))));

        Assert.Equal([AgentEventKind.PromptSubmitted, AgentEventKind.TurnEnded], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Equal(("01a1fc8d-a7e3-7c93-ad20-b6d1148bf52d", "01a1fc8d-a805-7d43-8782-5937576c5f7e"), (e.SessionId, e.TurnId)));
        Assert.Equal(["hi", "Done. The command printed hello-from-tool."], events.Select(e => e.Text));
        Assert.Equal("/home/user/work", events[0].Metadata["cwd"]);
    }

    [Fact]
    public void Read_NoticeOfASubagentsThread_IsThatSubagentsBeginPromptAndEnd()
    {
        IReadOnlyList<AgentEvent> events = Read(JsonElement.Parse(
            """{"session_id":"root","type":"agent-turn-complete","thread-id":"child","turn-id":"t","input-messages":["the task"],"last-assistant-message":"the report"}"""));

        Assert.Equal([AgentEventKind.SubagentStarted, AgentEventKind.PromptSubmitted, AgentEventKind.SubagentEnded], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Equal(("root", "child", "t"), (e.SessionId, e.SubagentId, e.TurnId)));
        Assert.Equal([null, "the task", "the report"], events.Select(e => e.Text));
    }

    [Fact]
    public void Read_NoticeThatNamesItsOwnThreadAsTheSession_IsATurn() =>
        Assert.Equal(
            [AgentEventKind.PromptSubmitted, AgentEventKind.TurnEnded],
            Read(JsonElement.Parse("""{"session_id":"root","type":"agent-turn-complete","thread-id":"root"}""")).Select(e => e.Kind));

    [Fact]
    public void Read_ToolHooks_HaveIdNameArgumentsAndResult()
    {
        AgentEvent e = Assert.Single(Read(JsonElement.Parse(File.ReadAllText(Path.Combine(RepositoryPaths.Fixtures, "codex", "0.169.0", "hooks", "PostToolUse.spawn_agent.json")))));

        Assert.Equal(("call_s0_0_643adff572", "spawn_agent", false), (e.ToolCallId, e.ToolName, e.ToolCallIdMinted));
        Assert.Equal("explorer", e.Arguments?.GetProperty("agent_type").GetString());
        Assert.True(Adapter.LaunchesSubagent(e.ToolName!));
        Assert.Equal("01a1fc78-cabc-7882-b89f-8cc5e5d9b962", Adapter.LaunchedSubagent(e.Result!.Value));
    }

    [Theory]
    [InlineData("Bash", "\"Chunk ID: 5f\\nWall time: 0.1 seconds\\nProcess exited with code 3\\nOutput:\\nx\"", false, "exit code 3")]
    [InlineData("Bash", "\"Exit code: -1\\nWall time: 1 seconds\\nOutput:\\n\"", false, "exit code -1")]
    [InlineData("Bash", "\"Exit code: 0\\nWall time: 1 seconds\\nOutput:\\nExit code: 3\\n\"", false, null)]
    [InlineData("Bash", "\"Wall time: 10 seconds\\nProcess running with session ID 7\\nOutput:\\n\"", true, null)]
    [InlineData("exec", "[{\"type\":\"input_text\",\"text\":\"Script failed\\nWall time 0.5 seconds\\nOutput:\\n\"}]", false, "script failed")]
    [InlineData("exec", "[{\"type\":\"input_text\",\"text\":\"Script completed\\nWall time 0.5 seconds\\nOutput:\\n\"}]", false, null)]
    [InlineData("mcp__files__read", "[{\"type\":\"input_text\",\"text\":\"Wall time: 1 seconds\\nOutput:\"}]", true, "error")]
    [InlineData("mcp__files__read", "[{\"type\":\"input_text\",\"text\":\"Wall time: 1 seconds\\nOutput:\"}]", false, null)]
    [InlineData("spawn_agent", "\"Process exited with code 3\"", false, null)]
    [InlineData("Bash", "[]", false, null)]
    [InlineData("Bash", "[1]", false, null)]
    [InlineData("Bash", "{}", false, null)]
    public void Verdict_ResultToldToTheModel_IsReadFromItsHead(string tool, string result, bool endMissing, string? expected) =>
        Assert.Equal(expected, Adapter.Verdict(new ToolSighting { ToolName = tool, Started = true, Ended = !endMissing }, JsonElement.Parse(result), false)?.Text);

    [Theory]
    [InlineData("Command blocked by PreToolUse hook: no. Command: touch x", CallStatus.Denied)]
    [InlineData("approval policy is Never; reject command — you cannot ask for escalated permissions if the approval policy is Never", CallStatus.Denied)]
    [InlineData("exec_command failed: CreateProcess { message: \"Rejected(\\\"`rm -rf /x` rejected: not permitted\\\")\" }", CallStatus.Denied)]
    [InlineData("exec_command failed: CreateProcess { message: \"No such file\" }", CallStatus.Failed)]
    [InlineData("failed to parse function arguments: missing field `cmd` at line 1 column 11", CallStatus.Failed)]
    [InlineData("unsupported call: nope", CallStatus.Failed)]
    [InlineData("approval policy is a matter of taste", null)]
    [InlineData("", null)]
    public void Verdict_CallTurnedDown_IsNoSuccess(string result, CallStatus? expected)
    {
        ToolSighting turnedDown = new() { ToolName = "Bash", Started = true };
        JsonElement told = JsonSerializer.SerializeToElement(result);

        Assert.Equal(expected, Adapter.Verdict(turnedDown, told, false)?.Status);
        Assert.Null(Adapter.Verdict(turnedDown with { Ended = true }, told, false));
    }

    [Fact]
    public void NestedVerdicts_OutcomesThatTheScriptPrinted_GoToTheCallsWithThatOutput()
    {
        ToolSighting[] nested = [Ran("a"), Ran("b"), Ran("c"), Ran("")];

        IReadOnlyList<ToolVerdict?> verdicts = Adapter.NestedVerdicts(nested, Printed("[{\"exit_code\":5,\"output\":\"\"}]", "{\"b\":{\"exit_code\":3,\"output\":\"b\"},\"a\":{\"exit_code\":0,\"output\":\"a\"}}", "[1]", "{", "{\"exit_code\":4,\"output\":\"elsewhere\"}"));

        Assert.Equal([null, "exit code 3", null, "exit code 5"], verdicts.Select(v => v?.Text));
    }

    [Fact]
    public void NestedVerdicts_ScriptErrorThatIsARefusal_GoesToTheCallThatNeverRan()
    {
        ToolSighting refused = new() { ToolName = "Bash", Started = true, Arguments = JsonElement.Parse("""{"command":"touch x"}""") };
        JsonElement result = Printed("Script error:\nCommand blocked by PreToolUse hook: no. Command: touch x");

        Assert.Equal([null, CallStatus.Denied], Adapter.NestedVerdicts([Ran("a"), refused], result).Select(v => v?.Status));
        Assert.Equal([null, CallStatus.Denied], Adapter.NestedVerdicts([refused with { Arguments = JsonElement.Parse("""{"command":"ls"}""") }, refused], result).Select(v => v?.Status));
        Assert.Equal([null, null], Adapter.NestedVerdicts([refused, refused], result));
        Assert.Equal([null], Adapter.NestedVerdicts([refused], Printed("Script error:\nError: zz")));
        Assert.Equal([null], Adapter.NestedVerdicts([refused], JsonElement.Parse("1")));
    }

    private static ToolSighting Ran(string output) => new() { ToolName = "Bash", Started = true, Ended = true, Result = JsonSerializer.SerializeToElement(output) };

    private static JsonElement Printed(params string[] parts) => JsonSerializer.SerializeToElement(
        parts.Prepend("Script completed\nWall time 0.2 seconds\nOutput:\n").Select(text => new { type = "input_text", text }));

    [Fact]
    public void Read_SamePayloadTwice_GivesTheSameMintedIds()
    {
        JsonElement payload = JsonElement.Parse("""{"hook_event_name":"PreToolUse"}""");

        Assert.Equal(("hook-f", "tool-f", "unknown_tool"), (Read(payload)[0].SessionId, Read(payload)[0].ToolCallId, Read(payload)[0].ToolName));
    }

    [Fact]
    public void Read_AnyObject_NeverThrows()
    {
        string[] names = ["hook_event_name", "session_id", "session", "source", "tool_input", "tool_name", "agent", "token_usage", "extra", "prompt", "turn_id", "subagent", "tool_response", "client_metadata", "metadata"];
        string[] values = ["null", "1", "true", "\"\"", "\"PreToolUse\"", "\"SessionStart\"", "\"PostModelRequest\"", "[]", "[{}]", "{}", "{\"id\":[1]}", "{\"subagent\":{\"thread_spawn\":{\"parent_thread_id\":{}}}}", "{\"input_tokens\":-1e400}"];
        Random random = new(12);
        for (int round = 0; round < 20000; round++)
        {
            string json = "{" + string.Join(',', Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{values[random.Next(values.Length)]}")) + "}";
            JsonElement payload = JsonElement.Parse(json);
            Assert.NotEmpty(Read(payload));
            Adapter.Identify(new Dictionary<string, string> { ["x-codex-turn-metadata"] = json }, payload);
            Adapter.LaunchedSubagent(payload);
        }
    }

    private static IReadOnlyList<AgentEvent> Read(JsonElement payload) => Adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "f"));
}
