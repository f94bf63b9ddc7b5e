// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class FailureTests
{
    [Fact]
    public async Task Run_TurnThatFails_IsRecordedAsFailed()
    {
        await using CodexCase run = await CodexCase.StartAsync("failed-turn");

        ProgramResult result = await run.RunAsync("Fail after one command.");

        Assert.Equal(1, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Failed, turn.Status);
        Assert.Equal(CallStatus.Failed, turn.Items.OfType<LlmCall>().Last().Status);
        Assert.Contains("This prompt cannot be answered.", turn.Items.OfType<LlmCall>().Last().Error, StringComparison.Ordinal);
        Assert.Equal(CallStatus.Completed, Assert.Single(turn.Items.OfType<ToolCall>()).Status);
        Assert.Equal(1, recording.Session.ExitCode);
        Assert.DoesNotContain("Stop", HookOracle.Counts(recording).Keys);
    }

    [Fact]
    public async Task Run_IncompleteAnswer_IsRecordedAsFailedWithItsReason()
    {
        await using CodexCase run = await CodexCase.StartAsync("incomplete");

        ProgramResult result = await run.RunAsync("Write more than you may.");

        Assert.Equal(1, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Failed, turn.Status);
        LlmCall call = Assert.Single(turn.Items.OfType<LlmCall>());
        Assert.Equal(LlmFinish.Length, call.Response!.Finish);
        Assert.Contains("This answer is longer than the limit", call.Response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnreachableProvider_EndsWithTheAgentsExitCode()
    {
        await using CodexCase run = await CodexCase.StartAsync(
            Scenario.BuiltIn("plain-text"),
            configuration: """
                model_provider = "nowhere"
                [model_providers.nowhere]
                name = "Nowhere"
                base_url = "http://127.0.0.1:9/v1"
                wire_api = "responses"
                request_max_retries = 1
                stream_max_retries = 0
                supports_websockets = false
                """);

        ProgramResult result = await run.RunAsync("Say hello.");

        Assert.Equal(1, result.ExitCode);
        Recording recording = Recording.Single(run.Sandbox);
        HookOracle.Check(run.Sandbox, recording);
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Failed, turn.Status);
        List<LlmCall> calls = [.. turn.Items.OfType<LlmCall>()];
        Assert.Equal(2, calls.Count);
        Assert.All(calls, c => Assert.Equal(CallStatus.Failed, c.Status));
        Assert.All(calls, c => Assert.NotNull(c.Error));
        Assert.Empty(run.Provider.Requests);
        Assert.Equal(1, recording.Session.ExitCode);
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        await TraceOracle.CheckNothingRunsAsync(run.Sandbox);
    }

    [Fact]
    public async Task Run_AgentIsKilled_ClosesTheSession()
    {
        await using CodexCase run = await CodexCase.StartAsync("slow-stream");
        await using RunningProgram program = run.Start("Count slowly.");
        await run.Provider.WaitForRequestsAsync(r => r.Count == 1, program.Patience);

        await Signals.SendAsync("KILL", Assert.Single(run.Sandbox.Processes(), IsCodexItself));
        ProgramResult result = await program.WaitAsync();

        Assert.Equal(137, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Interrupted, turn.Status);
        Assert.Equal(CallStatus.Interrupted, Assert.Single(turn.Items.OfType<LlmCall>()).Status);
        Assert.Equal(137, recording.Session.ExitCode);
    }

    /// <summary>Behind npm's command there is a script, and behind that the program.</summary>
    private static bool IsCodexItself(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return Path.GetFileName(process.MainModule?.FileName) == "codex" && !File.ReadAllText($"/proc/{id}/cmdline").StartsWith("node", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            return false;
        }
    }
}
