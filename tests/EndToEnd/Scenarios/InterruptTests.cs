// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class InterruptTests
{
    private const string LongCommand = """
        { "name": "long-command", "conversations": [ { "name": "root", "turns": [
          { "tools": [ { "kind": "shell", "command": "touch started; sleep 60" } ] }, { "text": "Nobody interrupted me." } ] } ] }
        """;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_InMidStream_EndsTurnAsInterrupted(string signal)
    {
        await using CodexCase run = await CodexCase.StartAsync("slow-stream");
        await using RunningProgram program = run.Start("Count slowly.");
        await run.Provider.WaitForRequestsAsync(r => r.Count == 1, program.Patience);

        await program.SignalAsync(signal);
        ProgramResult result = await program.WaitAsync();

        Assert.Equal(signal == "INT" ? 130 : 143, result.ExitCode);
        Assert.Equal(RequestOutcome.Cancelled, Assert.Single(run.Provider.Requests).Outcome);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Interrupted, turn.Status);
        LlmCall call = Assert.Single(turn.Items.OfType<LlmCall>());
        Assert.Equal(CallStatus.Interrupted, call.Status);
        Assert.Equal(result.ExitCode, recording.Session.ExitCode);
        Assert.Equal(signal == "INT", HookOracle.Counts(recording).ContainsKey("Interrupt"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_DuringATool_ClosesTheTool(string signal)
    {
        await using CodexCase run = await CodexCase.StartAsync(Scenario.Parse(LongCommand));
        await using RunningProgram program = run.Start("Run it.");
        await Eventually.FileExistsAsync(Path.Combine(run.Sandbox.Work, "started"), program.Patience);

        await program.SignalAsync(signal);
        ProgramResult result = await program.WaitAsync();

        Assert.Equal(signal == "INT" ? 130 : 143, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Interrupted, turn.Status);
        ToolCall tool = Assert.Single(turn.Items.OfType<ToolCall>());
        Assert.Contains(tool.Status, new[] { CallStatus.Interrupted, CallStatus.Abandoned });
        Assert.NotNull(tool.EndedAt);
        Assert.Equal(CallStatus.Completed, Assert.Single(turn.Items.OfType<LlmCall>()).Status);
    }
}
