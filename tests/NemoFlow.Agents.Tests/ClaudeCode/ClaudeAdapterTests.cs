// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Hooks;
using NemoFlow.Tests;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.ClaudeCode;

public sealed class ClaudeAdapterTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Fixtures, "claude-code", "2.1.197", "hooks");

    private static readonly IAgentAdapter Adapter = AgentAdapters.Find("claude-code")!;

    public static TheoryData<string> Fixtures => [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_CapturedHook_KeepsEveryFieldAndKnowsItsIds(string file)
    {
        JsonElement payload = Payload(file);

        IReadOnlyList<AgentEvent> events = Read(payload);

        Assert.All(events, e =>
        {
            Assert.Equal(payload.GetRawText(), e.Payload.GetRawText());
            Assert.Equal((payload.TextAt("session_id"), payload.TextAt("agent_id"), payload.TextAt("hook_event_name")), (e.SessionId, e.SubagentId, e.RawName));
            Assert.Equal(payload.TextAt("agent_id") is null ? payload.TextAt("prompt_id") : null, e.TurnId);
        });
        Assert.Contains(ClaudeHookEvents.All, e => e.Name == events[0].RawName);
        if (payload.TextAt("tool_use_id") is { } tool)
        {
            Assert.Equal((tool, false), (events[0].ToolCallId, events[0].ToolCallIdMinted));
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Reply_ToAnyHook_DecidesNothing(string file) =>
        Assert.Equal(file.Contains("Compact.", StringComparison.Ordinal) ? "" : """{"continue":true}""", Encoding.UTF8.GetString(Adapter.Reply(Read(Payload(file))).Span));

    [Theory]
    [InlineData("SessionStart.startup", AgentEventKind.AgentStarted)]
    [InlineData("SessionEnd.clear", AgentEventKind.AgentEnded)]
    [InlineData("UserPromptSubmit", AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted)]
    [InlineData("Stop", AgentEventKind.LlmHint, AgentEventKind.TurnEnded)]
    [InlineData("StopFailure.unknown", AgentEventKind.TurnEnded)]
    [InlineData("SubagentStart", AgentEventKind.SubagentStarted)]
    [InlineData("SubagentStop", AgentEventKind.SubagentEnded)]
    [InlineData("PreToolUse.Bash", AgentEventKind.ToolStarted)]
    [InlineData("PostToolUse.Bash", AgentEventKind.ToolEnded)]
    [InlineData("PostToolUseFailure.Bash", AgentEventKind.ToolEnded)]
    [InlineData("PermissionRequest.Bash", AgentEventKind.PermissionRequested)]
    [InlineData("PreCompact.manual", AgentEventKind.Compaction)]
    [InlineData("PostCompact.manual", AgentEventKind.CompactionEnded)]
    [InlineData("Notification.permission_prompt", AgentEventKind.Notification)]
    [InlineData("MessageDisplay", AgentEventKind.LlmHint)]
    [InlineData("WorktreeCreate", AgentEventKind.HookMark)]
    public void Read_CapturedHook_HasItsMeaning(string file, params AgentEventKind[] kinds) =>
        Assert.Equal(kinds, Read(Payload(file + ".json")).Select(e => e.Kind));

    [Fact]
    public void Read_FailedTool_TellsErrorAndWhatWasTold()
    {
        AgentEvent e = Assert.Single(Read(Payload("PostToolUseFailure.Bash.json")));

        Assert.Equal("error", e.Status);
        Assert.Equal("""{"error":"Exit code 7\noops","is_interrupt":false,"duration_ms":58}""", e.Result!.Value.GetRawText());
    }

    [Fact]
    public void Read_FailedTurn_TellsFailureAndMessage()
    {
        AgentEvent e = Assert.Single(Read(Payload("StopFailure.unknown.json")));

        Assert.Equal(("failed", "API Error: 400 scripted bad request"), (e.Status, e.Text));
    }

    [Fact]
    public void Read_ArgumentsNamedLikeIds_AreNoIds()
    {
        AgentEvent e = Read(JsonElement.Parse("""{"hook_event_name":"PreToolUse","tool_use_id":"t","tool_call_id":"x","id":"y","tool_name":"mcp__a__b","tool_input":{"id":"z"}}"""))[0];

        Assert.Equal("t", e.ToolCallId);
    }

    [Fact]
    public void Read_SessionHeader_WinsOverThePayload()
    {
        HookInput input = new(Payload("Stop.json"), new Dictionary<string, string> { ["x-claude-code-session-id"] = "from-header" }, "f");

        Assert.Equal("from-header", Adapter.Read(input)[0].SessionId);
    }

    [Theory]
    [InlineData("PostToolUse.Agent.json", "af9803dbc6069296a", true)]
    [InlineData("PostToolUse.Agent.subagent.json", "a061a90eba1ce28c4", true)]
    public void Launch_ResultOfAHook_NamesTheSubagentAndItsEnd(string file, string id, bool over)
    {
        AgentEvent e = Read(Payload(file))[0];

        Assert.True(Adapter.LaunchesSubagent(e.ToolName!));
        Assert.Equal(id, Adapter.LaunchedSubagent(e.Result!.Value));
        Assert.Equal(over ? id : null, Adapter.EndedSubagent(e.ToolName!, e.Result!.Value));
        Assert.Null(Adapter.EndedSubagent("Bash", e.Result!.Value));
    }

    [Theory]
    [InlineData("\"done\\nagentId: a1 (use SendMessage with to: 'a1')\"")]
    [InlineData("""[{"type":"text","text":"done"},{"type":"text","text":"agentId: a1 (use SendMessage)\n<usage>subagent_tokens: 1</usage>"}]""")]
    [InlineData("""{"isAsync":true,"status":"async_launched","agentId":"a1"}""")]
    public void Launch_ResultForTheModel_NamesTheSubagentAndNoEnd(string result)
    {
        Assert.Equal("a1", Adapter.LaunchedSubagent(JsonElement.Parse(result)));
        Assert.Null(Adapter.EndedSubagent("Agent", JsonElement.Parse(result)));
    }

    [Fact]
    public void Read_AnyObject_NeverThrows()
    {
        string[] names = ["hook_event_name", "session_id", "session", "tool_input", "tool_name", "agent_id", "prompt", "prompt_id", "tool_use_id", "tool_response", "metadata", "system", "error", "reason", "tool_result", "status"];
        string[] values = ["null", "1", "true", "\"\"", "\"PreToolUse\"", "\"PostToolUseFailure\"", "\"\\ud800\"", "[]", "[{}]", "[1]", "{}", "{\"user_id\":\"{\"}", "{\"user_id\":\"user_a_session_\"}", "[{\"text\":3}]", "{\"user_id\":[]}", "-1e400"];
        Random random = new(7);
        for (int round = 0; round < 20000; round++)
        {
            string json = "{" + string.Join(',', Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{values[random.Next(values.Length)]}")) + "}";
            JsonElement payload = JsonElement.Parse(json);
            Assert.NotEmpty(Read(payload));
            Adapter.Identify(new Dictionary<string, string> { ["user-agent"] = "claude-cli/" + json }, payload);
            Adapter.LaunchedSubagent(payload);
            Adapter.EndedSubagent("Agent", payload);
            Adapter.LaunchedSubagent(JsonElement.Parse(values[random.Next(values.Length)]));
        }
    }

    private static JsonElement Payload(string file) => JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, file)));

    private static IReadOnlyList<AgentEvent> Read(JsonElement payload) => Adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "f"));
}
