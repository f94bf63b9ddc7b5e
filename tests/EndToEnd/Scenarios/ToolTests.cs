// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class ToolTests
{
    [Fact]
    public async Task Run_OneTool_IsRecordedInFull()
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");

        ProgramResult result = await run.RunAsync("Run one command.");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Done. The command printed hello-from-tool.\n", result.Output);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        Assert.Equal("Run one command.", turn.Prompt);
        Assert.Equal("Done. The command printed hello-from-tool.", turn.Response);
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal(("exec_command", "Bash", CallStatus.Completed), (tool.Name, tool.HookName, tool.Status));
        Assert.True(tool.SeenByGateway && tool.SeenByHook);
        Assert.Contains("hello-from-tool", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, recording.Items<LlmCall>().Count());
        Assert.Equal(0, recording.Session.ExitCode);
        Assert.Equal("0.169.0", recording.Session.AgentVersion);

        List<JsonElement> steps = [.. ModelOracle.Steps(recording.Trajectory())];
        Assert.Equal(["user", "agent", "agent"], steps.Select(s => s.TextAt("source")));
        Assert.Equal("I will run a shell command.", steps[1].TextAt("reasoning_content"));
        Assert.Contains("hello-from-tool", steps[1].GetProperty("observation").GetProperty("results")[0].TextAt("content"), StringComparison.Ordinal);
        Assert.Contains(recording.TrajectoryPath, result.Error, StringComparison.Ordinal);
    }
}
