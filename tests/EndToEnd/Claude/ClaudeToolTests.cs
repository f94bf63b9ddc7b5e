// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Claude;

public sealed class ClaudeToolTests
{
    [Fact]
    public async Task Run_OneToolAfterThinking_IsRecordedInFull()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("one-tool");

        ProgramResult result = await run.RunAsync("-p", "Run one command.");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Done. The command printed hello-from-tool.", result.Output.Trim());
        Assert.Equal(2, run.Requests.Count);
        Recording recording = await run.CheckAsync();
        Assert.Equal("claude-code", recording.Session.Agent);
        Assert.NotNull(recording.Session.AgentVersion);
        Assert.Equal(run.Sandbox.Work, recording.Session.WorkingDirectory);
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(("Run one command.", "Done. The command printed hello-from-tool.", CallStatus.Completed, "stop"), (turn.Prompt, turn.Response, turn.Status, turn.EndReason));
        List<LlmCall> calls = [.. turn.Items.OfType<LlmCall>()];
        Assert.Equal("I will run a shell command.", calls[0].Response?.Reasoning);
        Assert.All(calls, c => Assert.Equal((CallStatus.Completed, 200, "agent_id"), (c.Status, c.HttpStatus, c.CorrelationSource)));
        ToolCall tool = Assert.Single(turn.Items.OfType<ToolCall>());
        Assert.Equal(("Bash", CallStatus.Completed, true, true, calls[0].Id), (tool.Name, tool.Status, tool.SeenByHook, tool.SeenByGateway, tool.LlmCallId));
        Assert.Contains("hello-from-tool", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);

        List<JsonElement> steps = [.. recording.Trajectory().GetProperty("steps").EnumerateArray()];
        Assert.Equal(["user", "agent", "agent"], steps.Select(s => s.TextAt("source")));
        Assert.Equal("I will run a shell command.", steps[1].TextAt("reasoning_content"));
        Assert.Contains("hello-from-tool", steps[1].GetProperty("observation").GetProperty("results")[0].TextAt("content"), StringComparison.Ordinal);
        Assert.Contains(recording.TrajectoryPath, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("incomplete:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ParallelTools_KeepsEachResult()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("parallel-tools");

        ProgramResult result = await run.RunAsync("-p", "Run two commands at once.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        List<ToolCall> tools = [.. recording.Items<ToolCall>()];
        Assert.Equal(2, tools.Count);
        Assert.Single(tools, t => t.Status == CallStatus.Completed && t.Result!.Value.GetRawText().Contains("one", StringComparison.Ordinal));
        Assert.Single(tools, t => t.Status == CallStatus.Failed && t.Result!.Value.GetRawText().Contains("two", StringComparison.Ordinal));
        Assert.Single(tools.Select(t => t.LlmCallId).Distinct());
        JsonElement step = Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.TryGetProperty("tool_calls", out _));
        Assert.Equal(2, step.GetProperty("observation").GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task Run_FailingTool_IsAFailedCallOfACompletedTurn()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("tool-failure");

        ProgramResult result = await run.RunAsync("-p", "Run a command that fails.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Session.Turns).Status);
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal((CallStatus.Failed, "error"), (tool.Status, tool.StatusText));
        Assert.Contains("broken", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, HookOracle.Counts(recording)["PostToolUseFailure"]);
    }

    [Fact]
    public async Task Run_ToolThatRulesForbid_IsDeniedAndNotFailed()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("tool-failure");

        ProgramResult result = await run.RunAsync("--disallowedTools", "Bash(echo:*)", "-p", "Run a command that fails.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal(CallStatus.Denied, tool.Status);
        Assert.Contains("denied", tool.StatusText, StringComparison.Ordinal);
        JsonElement call = Assert.Single(ModelOracle.Steps(recording.Trajectory()).SelectMany(s => s.ItemsAt("tool_calls")));
        Assert.Equal("denied", call.TextAt("extra.status"));
    }

    [Fact]
    public async Task Run_McpTool_IsRecordedUnderItsName()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("mcp-tool");
        string configuration = Path.Combine(run.Sandbox.Root, "mcp.json");
        string server = Path.Combine(Programs.Room, "Claude", "mcp-echo.mjs");
        File.WriteAllText(configuration, JsonSerializer.Serialize(new { mcpServers = new { rehearsal = new { command = "node", args = new[] { server } } } }));

        ProgramResult result = await run.RunAsync("--mcp-config", configuration, "--strict-mcp-config", "-p", "Call the echo tool.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal(("mcp__rehearsal__echo", CallStatus.Completed, "hello-from-mcp"), (tool.Name, tool.Status, tool.Arguments?.TextAt("text")));
        Assert.Contains("echo: hello-from-mcp", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);
    }
}
