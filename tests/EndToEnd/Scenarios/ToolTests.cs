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

    [Fact]
    public async Task Run_ParallelTools_KeepsEachResult()
    {
        await using CodexCase run = await CodexCase.StartAsync("parallel-tools");

        ProgramResult result = await run.RunAsync("Run two commands at once.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        List<ToolCall> tools = [.. recording.Items<ToolCall>()];
        Assert.Equal(2, tools.Count);
        Assert.Single(tools, t => t.Result!.Value.GetRawText().Contains("one", StringComparison.Ordinal) && t.Status == CallStatus.Completed);
        Assert.Single(tools, t => t.Result!.Value.GetRawText().Contains("exited with code 3", StringComparison.Ordinal) && t.Status == CallStatus.Failed);
        Assert.Single(tools.Select(t => t.LlmCallId).Distinct());
        JsonElement step = Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.TryGetProperty("tool_calls", out _));
        Assert.Equal(2, step.GetProperty("observation").GetProperty("results").GetArrayLength());
        Assert.Equal("I run both at once.", step.TextAt("message"));
    }

    [Fact]
    public async Task Run_FailingTool_IsAFailedCallOfACompletedTurn()
    {
        await using CodexCase run = await CodexCase.StartAsync("tool-failure");

        ProgramResult result = await run.RunAsync("Run a command that fails.");

        Assert.Equal((0, 2), (result.ExitCode, run.Provider.Requests.Count));
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop", "The command failed with 3."), (turn.Status, turn.EndReason, turn.Response));
        ToolCall tool = Assert.Single(recording.Items<ToolCall>());
        Assert.Equal((CallStatus.Failed, "exit code 3", true, true), (tool.Status, tool.StatusText, tool.SeenByHook, tool.SeenByGateway));
        Assert.Contains("broken", tool.Result!.Value.GetRawText(), StringComparison.Ordinal);
        JsonElement step = Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.TryGetProperty("tool_calls", out _));
        Assert.Equal(("failed", "exit code 3"), (step.GetProperty("tool_calls")[0].TextAt("extra.status"), step.GetProperty("tool_calls")[0].TextAt("extra.status_text")));
    }

    [Fact]
    public async Task Run_FailingCommandOfAScript_IsAFailedCallWithinACompletedOne()
    {
        await using CodexCase run = await CodexCase.StartAsync("tool-failure", "gpt-6.1-sol");

        ProgramResult result = await run.RunAsync("Run a command that fails.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        ToolCall script = Assert.Single(recording.Items<ToolCall>(), t => t.ParentToolCallId is null);
        ToolCall command = Assert.Single(recording.Items<ToolCall>(), t => t.ParentToolCallId == script.Id);
        Assert.Equal((CallStatus.Completed, CallStatus.Failed, "exit code 3"), (script.Status, command.Status, command.StatusText));
    }

    [Theory]
    [InlineData("gpt-5.5", """{ "kind": "function", "name": "exec_command", "arguments": { "cmd": "touch x", "sandbox_permissions": "require_escalated", "justification": "why not" } }""")]
    [InlineData("gpt-6.1-sol", """{ "kind": "custom", "namespace": "functions", "name": "exec", "input": "await tools.exec_command({cmd: \"touch x\", sandbox_permissions: \"require_escalated\", justification: \"why not\"});" }""")]
    public async Task Run_CommandThatIsTurnedDown_IsDenied(string model, string tool)
    {
        string scenario = $$"""{ "name": "denied", "conversations": [ { "name": "root", "turns": [ { "tools": [ {{tool}} ] }, { "text": "It was turned down." } ] } ] }""";
        await using CodexCase run = await CodexCase.StartAsync(Rehearsal.Scenario.Parse(scenario), model);

        ProgramResult result = await run.RunAsync("-c", "sandbox_mode=\"read-only\"", "Ask for more than is allowed.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        ToolCall command = Assert.Single(recording.Items<ToolCall>(), t => t.SeenByHook);
        Assert.Equal(CallStatus.Denied, command.Status);
        Assert.Contains("approval policy", command.StatusText, StringComparison.Ordinal);
        Assert.Contains(ModelOracle.Steps(recording.Trajectory()).SelectMany(s => s.ItemsAt("tool_calls")), c => c.TextAt("extra.status") == "denied");
    }

    [Fact]
    public async Task Run_FailingScript_IsAFailedCall()
    {
        const string Scenario = """
            { "name": "failing-script", "conversations": [ { "name": "root", "turns": [
              { "tools": [ { "kind": "custom", "namespace": "functions", "name": "exec", "input": "await tools.exec_command({cmd: \"echo from-script\"}); throw new Error(\"oops\");" } ] },
              { "text": "The script failed." } ] } ] }
            """;
        await using CodexCase run = await CodexCase.StartAsync(Rehearsal.Scenario.Parse(Scenario), "gpt-6.1-sol");

        ProgramResult result = await run.RunAsync("Run a script that fails.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Session.Turns).Status);
        ToolCall script = Assert.Single(recording.Items<ToolCall>(), t => t.Name == "exec");
        Assert.Equal((CallStatus.Failed, "script failed"), (script.Status, script.StatusText));
        ToolCall command = Assert.Single(recording.Items<ToolCall>(), t => t != script);
        Assert.Equal((CallStatus.Completed, script.Id), (command.Status, command.ParentToolCallId));
    }

    [Fact]
    public async Task Run_CodeMode_PutsCommandsUnderTheScript()
    {
        await using CodexCase run = await CodexCase.StartAsync("code-mode-one-tool", "gpt-5.6-luna");

        ProgramResult result = await run.RunAsync("Run two commands from one script.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Session.Turns).Status);
        List<ToolCall> tools = [.. recording.Items<ToolCall>()];
        ToolCall script = Assert.Single(tools, t => t.Name == "exec");
        List<ToolCall> commands = [.. tools.Where(t => t != script)];
        Assert.Equal(2, commands.Count);
        Assert.All(commands, c => Assert.Equal((script.Id, "Bash", CallStatus.Completed), (c.ParentToolCallId, c.Name, c.Status)));
        Assert.Contains("from-code-mode", script.Result!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Compaction_IsOneTurnWithAContextChange()
    {
        await using CodexCase run = await CodexCase.StartAsync("compaction");

        ProgramResult result = await run.RunAsync("Run two commands and compact in between.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal((CallStatus.Completed, "stop"), (Assert.Single(recording.Session.Turns).Status, recording.Session.Turns[0].EndReason));
        Assert.Single(recording.Items<LlmCall>(), c => c.Purpose == "compaction");
        Assert.Equal(2, recording.Items<ToolCall>().Count(t => t.Status == CallStatus.Completed));
        Assert.Equal(1, HookOracle.Counts(recording)["PostCompact"]);
        JsonElement step = Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.At("extra")?.At("context_management") is not null);
        Assert.Equal("system", step.TextAt("source"));
        Assert.Equal("compaction", step.GetProperty("extra").GetProperty("context_management").TextAt("type"));
    }
}
