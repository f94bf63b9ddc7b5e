// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class McpTests
{
    private const string Failing = """
        { "name": "mcp-failure", "conversations": [ { "name": "root", "turns": [
          { "tools": [ { "kind": "function", "namespace": "mcp__rehearsal", "name": "echo", "arguments": { "text": "fail" } } ] }, { "text": "The tool failed." } ] } ] }
        """;

    private static string Server => $$"""mcp_servers.rehearsal={command="node",args=["{{Path.Combine(Programs.Room, "Claude", "mcp-echo.mjs")}}"]}""";

    [Fact]
    public async Task Run_McpTool_IsRecordedUnderItsNameWithItsServer()
    {
        await using CodexCase run = await CodexCase.StartAsync("mcp-tool");

        ProgramResult result = await run.RunAsync("-c", Server, "Call the echo tool.");

        Assert.Equal((0, 2), (result.ExitCode, run.Provider.Requests.Count));
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal(("mcp__rehearsal__echo", "mcp__rehearsal__echo", CallStatus.Completed, true, true), (tool.Name, tool.HookName, tool.Status, tool.SeenByHook, tool.SeenByGateway));
        Assert.Equal(turn.Items.OfType<LlmCall>().First().Id, tool.LlmCallId);
        Assert.Contains("hello-from-mcp", tool.Arguments!.Value.ToString(), StringComparison.Ordinal);
        Assert.Contains("echo: hello-from-mcp", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);
        JsonElement step = Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.TryGetProperty("tool_calls", out _));
        JsonElement call = Assert.Single(step.ItemsAt("tool_calls"));
        Assert.Equal(("mcp__rehearsal__echo", "hello-from-mcp"), (call.TextAt("function_name"), call.TextAt("arguments.text")));
        Assert.Contains("echo: hello-from-mcp", Assert.Single(step.GetProperty("observation").ItemsAt("results")).TextAt("content"), StringComparison.Ordinal);
    }

    /// <summary>Codex fires no PostToolUse for an MCP tool that answers with an error.</summary>
    [Fact]
    public async Task Run_McpToolThatAnswersWithAnError_IsAFailedCall()
    {
        await using CodexCase run = await CodexCase.StartAsync(Scenario.Parse(Failing));

        ProgramResult result = await run.RunAsync("-c", Server, "Call the echo tool.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Session.Turns).Status);
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal(("mcp__rehearsal__echo", CallStatus.Failed, "error"), (tool.Name, tool.Status, tool.StatusText));
        Assert.Contains("echo: fail", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((1, false), (HookOracle.Counts(recording)["PreToolUse"], HookOracle.Counts(recording).ContainsKey("PostToolUse")));
    }
}
