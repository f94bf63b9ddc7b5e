// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Launch;

/// <summary>An administrator keeps the real Codex from running hooks of users: turns are told by its notify.</summary>
public sealed class LockedHooksTests
{
    private static readonly string[] Run = ["codex", "--", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "Run one command."];

    private static readonly Dictionary<string, string> Locked = new() { ["codex/requirements.toml"] = "allow_managed_hooks_only = true\n" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HooksAreLocked_TellsTurnsByNotifyBesideTheModelCalls(bool native)
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");
        if (!native)
        {
            run.Sandbox.Environment.Remove("NEMO_FLOW_HOOK");
        }

        ManagedMachine machine = new(run.Sandbox, Locked);

        ProgramResult result = await machine.RunAsync(Programs.NemoFlow, Run);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("model calls are recorded, and turns by Codex's notify: an administrator keeps hooks of yours from running (allow_managed_hooks_only in", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no hook fired", result.Error, StringComparison.Ordinal);
        Recording recording = Recording.Single(run.Sandbox);
        Assert.Equal(new Dictionary<string, int> { ["agent-turn-complete"] = 1 }, recording.Session.Counts.Hooks);
        ModelOracle.Check(run.Provider.Requests, recording);
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(("Run one command.", CallStatus.Completed), (turn.Prompt, turn.Status));
        Assert.Contains("hello-from-tool", turn.Response, StringComparison.Ordinal);
        Assert.Equal(2, recording.Items<LlmCall>().Count());
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        Assert.Empty(run.Sandbox.Fired.Payloads());
    }

    [Fact]
    public async Task Run_NotifyIsInstalled_IsToldOnce()
    {
        await using CodexCase run = await CodexCase.StartAsync("plain-text");
        ManagedMachine machine = new(run.Sandbox, Locked);
        ProgramResult installed = await machine.RunAsync(Programs.NemoFlow, "install", "codex");
        Assert.Contains("Codex's notify takes the place of hooks", installed.Output, StringComparison.Ordinal);

        ProgramResult result = await machine.RunAsync(Programs.NemoFlow, [.. Run.SkipLast(1), "Say hello."]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(1, Assert.Single(Recording.Single(run.Sandbox).Session.Counts.Hooks).Value);
        Assert.False(File.Exists(Path.Combine(run.Sandbox.State, "gateway.url")));
    }

    [Fact]
    public async Task Run_TheUserHasANotifyProgram_KeepsItAndSaysSo()
    {
        string heard = Path.Combine(Path.GetTempPath(), "nf-notify-" + Guid.NewGuid().ToString("N"));
        await using CodexCase run = await CodexCase.StartAsync("plain-text", configuration: $"notify = [\"/bin/sh\", \"-c\", \"printf %s \\\"$0\\\" > {heard}\"]\napproval_policy = \"never\"\n");
        ManagedMachine machine = new(run.Sandbox, Locked);

        ProgramResult result = await machine.RunAsync(Programs.NemoFlow, [.. Run.SkipLast(1), "Say hello."]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("only model calls are recorded", result.Error, StringComparison.Ordinal);
        Assert.Contains("Your own notify program is kept", result.Error, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => File.Exists(heard) && File.ReadAllText(heard).Contains("agent-turn-complete", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        File.Delete(heard);
        Recording recording = Recording.Single(run.Sandbox);
        Assert.Empty(recording.Session.Counts.Hooks);
        Assert.NotEmpty(recording.Requests);
    }
}
