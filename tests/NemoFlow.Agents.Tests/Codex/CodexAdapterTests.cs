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
        bool known = !file.StartsWith("PostCompact", StringComparison.Ordinal) && !file.StartsWith("notify", StringComparison.Ordinal);
        Assert.Equal(known, events[0].Kind != AgentEventKind.HookMark);
        if (payload.TryGetProperty("session_id", out JsonElement session))
        {
            Assert.Equal(session.GetString(), events[0].SessionId);
        }

        Assert.Equal(file.Contains("subagent", StringComparison.Ordinal) || file.StartsWith("Subagent", StringComparison.Ordinal), events[0].SubagentId is not null);
        Assert.Equal("{}", Encoding.UTF8.GetString(Adapter.Reply(events).Span));
    }

    [Fact]
    public void Read_ToolHooks_HaveIdNameArgumentsAndResult()
    {
        AgentEvent e = Assert.Single(Read(JsonElement.Parse(File.ReadAllText(Path.Combine(RepositoryPaths.Fixtures, "codex", "0.169.0", "hooks", "PostToolUse.spawn_agent.json")))));

        Assert.Equal(("call_s0_0_643adff572", "spawn_agent", false), (e.ToolCallId, e.ToolName, e.ToolCallIdMinted));
        Assert.Equal("explorer", e.Arguments?.GetProperty("agent_type").GetString());
        Assert.True(Adapter.LaunchesSubagent(e.ToolName!));
        Assert.Equal("01a1fc78-cabc-7882-b89f-8cc5e5d9b962", Adapter.LaunchedSubagent(e.Result!.Value));
    }

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
