// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Launch;

/// <summary>Codex runs hooks only where their exact definition is trusted; here nobody bypasses that.</summary>
public sealed class TrustTests
{
    [Fact]
    public async Task Run_OwnHooks_AreTrustedAndTheUsersAreNot()
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");

        ProgramResult result = await run.NemoFlowAsync(["codex", "--", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "Run one command."]);

        Assert.Equal(0, result.ExitCode);
        Recording recording = Recording.Single(run.Sandbox);
        Assert.Equal(HookOracle.CodexOneTool, HookOracle.Counts(recording));
        Assert.Empty(run.Sandbox.Fired.Payloads());
        Assert.Contains("NemoFlow's own hooks are trusted for this run only", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("clamping", result.Error, StringComparison.Ordinal);
        ModelOracle.Check(run.Provider.Requests, recording);
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        Assert.DoesNotContain(Directory.EnumerateFiles(run.Sandbox.CodexHome, "*.toml"), f => File.ReadAllText(f).Contains("trusted_hash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Quiet_SaysNothingAboutTheRecording()
    {
        await using CodexCase run = await CodexCase.StartAsync("plain-text");

        ProgramResult result = await run.NemoFlowAsync(["codex", "--quiet", "--", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "Say hello."]);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("nemo-flow:", result.Error, StringComparison.Ordinal);
        Assert.Equal(CallStatus.Completed, Assert.Single(Recording.Single(run.Sandbox).Session.Turns).Status);
    }
}
