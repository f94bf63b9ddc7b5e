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

    private const string SlowAnswer = """
        { "name": "slow-answer", "conversations": [ { "name": "root", "turns": [ {
          "reasoning": "Slowly now.", "text": "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen.",
          "pace": { "delta_characters": 1, "delay_ms": 250, "first_delay_ms": 0 } } ] } ] }
        """;

    /// <summary>Codex by itself answers SIGINT with 1, and dies of SIGTERM.</summary>
    private static int ExitCode(string signal) => signal == "INT" ? 1 : 143;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_InMidStream_EndsTurnAsInterrupted(string signal)
    {
        await using CodexCase run = await CodexCase.StartAsync(Scenario.Parse(SlowAnswer));
        await using RunningProgram program = run.Start("Count slowly.");
        await program.WaitForTextAsync("Slowly now.");

        await program.SignalAsync(signal);
        ProgramResult result = await program.WaitAsync();

        Assert.Equal(ExitCode(signal), result.ExitCode);
        Assert.Equal(RequestOutcome.Cancelled, Assert.Single(run.Provider.Requests).Outcome);
        Recording recording = await run.CheckAsync(cutShort: "PostModelRequest");
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Interrupted, turn.Status);
        LlmCall call = Assert.Single(turn.Items.OfType<LlmCall>());
        Assert.Equal((CallStatus.Interrupted, 200), (call.Status, call.HttpStatus));
        Assert.NotNull(call.TimeToFirstEvent);
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

        Assert.Equal(ExitCode(signal), result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(CallStatus.Interrupted, turn.Status);
        ToolCall tool = Assert.Single(turn.Items.OfType<ToolCall>());
        Assert.Equal(CallStatus.Interrupted, tool.Status);
        Assert.NotNull(tool.EndedAt);
        Assert.Equal(CallStatus.Completed, Assert.Single(turn.Items.OfType<LlmCall>()).Status);
    }
}
