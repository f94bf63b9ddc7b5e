// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Scenarios;

/// <summary>Codex in a terminal, with somebody at the keys.</summary>
public sealed class TerminalTests
{
    private const string Prompt = "Run one command.";
    private const string ControlC = "\u0003";

    [Fact]
    public async Task Run_InATerminal_IsRecordedLikeAnyOther()
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "A terminal needs script(1): install util-linux.");
        // Questions that Codex asks at its first start are answered here.
        File.AppendAllText(run.Sandbox.ConfigurationPath, $"""

            screen_reader_detection_done = true

            [projects."{run.Sandbox.Work}"]
            trust_level = "trusted"

            [notice.model_migrations]
            "gpt-5.5" = "gpt-6-sol"
            """);
        string command = $"stty rows 40 cols 120; exec '{Programs.NemoFlow}' codex -- --dangerously-bypass-hook-trust -m gpt-5.5";
        await using RunningProgram program = RunningProgram.Start(
            run.Sandbox, "script", ["-qefc", command, Path.Combine(run.Sandbox.Root, "typescript")], input: null);

        await program.WaitForTextAsync("shortcuts");
        await program.WriteAsync(Prompt);
        // It paints a line in pieces.
        await program.WaitForTextAsync("command.");
        await PressUntilAsync(program, "\r", () => run.Provider.Requests.Count > 0);
        // Codex ends hooks that still run when the user leaves.
        await Eventually.IsTrueAsync(() => Recording.All(run.Sandbox, wholeFiles: false).Any(r => HookOracle.Counts(r).ContainsKey("Stop")), program.Patience);
        await run.Provider.WaitForRequestsAsync(r => r.All(one => one.Outcome != RequestOutcome.InFlight), program.Patience);
        await PressUntilAsync(program, ControlC, () => Fired(run.Sandbox, "SessionEnd"));
        ProgramResult result = await program.WaitAsync();

        Assert.Equal(0, result.ExitCode);
        // Codex asks for a title in a session of its own.
        IReadOnlyList<Recording> all = Recording.All(run.Sandbox);
        HookOracle.Check(run.Sandbox.Fired.Payloads(), all);
        Assert.Equal(run.Provider.Requests.Count, all.Sum(r => r.Requests.Count()));
        Recording recording = Assert.Single(all, r => HookOracle.Counts(r).ContainsKey("Stop") && r.Session.Turns[0].Prompt == Prompt);
        List<ProviderRequestLog> own = [.. run.Provider.Requests.Where(r => r.Headers.Any(h => h.Key == "session-id" && h.Value == recording.Id))];
        Assert.Equal(2, own.Count);
        ModelOracle.Check(own, recording);
        ModelOracle.CheckTokens(own, recording);
        Turn turn = Assert.Single(recording.Session.Turns);
        // A key that meets the hooks of the turn's end interrupts it, and Codex says so.
        (CallStatus, string) ending = Fired(run.Sandbox, "Interrupt") ? (CallStatus.Interrupted, "interrupt") : (CallStatus.Completed, "stop");
        Assert.Equal(ending, (turn.Status, turn.EndReason));
        Assert.Equal(CallStatus.Completed, Assert.Single(turn.Items.OfType<ToolCall>()).Status);
        Assert.All(all, r => Assert.Equal(SessionState.Ended, r.Session.State));
        Assert.All(all, r => Assert.Empty(AtifValidator.ValidateFile(r.TrajectoryPath)));
        Assert.Contains(recording.TrajectoryPath, result.Output.ReplaceLineEndings(""), StringComparison.Ordinal);
        TraceOracle.CheckFiles(run.Sandbox);
        await TraceOracle.CheckNothingRunsAsync(run.Sandbox);
    }

    private static bool Fired(Sandbox sandbox, string name) => sandbox.Fired.Payloads().Any(p => p.GetProperty("hook_event_name").GetString() == name);

    /// <summary>A key that comes too soon after the others counts as part of pasted text, and one that comes too late finds nobody.</summary>
    private static async Task PressUntilAsync(RunningProgram program, string key, Func<bool> condition)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(400));
        while (!condition() && !program.HasExited)
        {
            try
            {
                await program.WriteAsync(key);
            }
            catch (IOException)
            {
                return;
            }

            await timer.WaitForNextTickAsync(program.Patience);
        }
    }
}
