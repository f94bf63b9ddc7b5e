// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Install;

/// <summary>Install, run the real Codex without a wrapper, look at what was recorded, uninstall, compare bytes.</summary>
public sealed class CodexInstallTests
{
    private const string Awkward =
        "# my words\r\napproval_policy   = \"never\"   # never ask\r\nsandbox_mode = 'danger-full-access'\r\n\r\n# about features\r\n[features] # here\r\nhooks = false # not yet\r\n\r\n[tui]\r\nnotifications = false\r\n# last words";

    [Theory]
    [InlineData("alias")]
    [InlineData("builtin")]
    public async Task Install_Routed_RecordsEverythingAndUninstallLeavesNoTrace(string provider)
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool", Awkward);
        ProgramResult installed = await machine.NemoFlowAsync("install", "codex", "--trust", "--provider", provider);
        Assert.Contains("trust: 14 trusted", installed.Output, StringComparison.Ordinal);

        ProgramResult codex = await machine.CodexAsync("Run one command.");

        Assert.True(codex.ExitCode == 0, codex.Output + codex.Error);
        await machine.StopGatewayAsync();
        Recording recording = Recording.Single(machine.Sandbox);
        Assert.Equal(HookOracle.CodexOneTool, HookOracle.Counts(recording));
        ModelOracle.Check(machine.Case.Provider.Requests, recording);
        Assert.Equal(2, recording.Items<LlmCall>().Count());
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        Assert.DoesNotContain("hook forward failed", codex.Error, StringComparison.Ordinal);
        await machine.UninstallAsync();
    }

    [Fact]
    public async Task Install_HooksOnly_LeavesModelTrafficAlone()
    {
        await using InstalledCodex machine = await InstalledCodex.InstallAsync("one-tool", Awkward, "--trust");

        await machine.CodexDirectlyAsync("Run one command.");

        await machine.StopGatewayAsync();
        Recording recording = Recording.Single(machine.Sandbox);
        Assert.Equal(HookOracle.CodexOneTool, HookOracle.Counts(recording));
        Assert.Empty(recording.Requests);
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Items<ToolCall>()).Status);
        await machine.UninstallAsync();
    }

    [Fact]
    public async Task Install_Notify_RecordsTurnsAndLeavesNoTrace()
    {
        await using InstalledCodex machine = await InstalledCodex.InstallAsync("one-tool", Awkward, "--notify");

        await machine.CodexDirectlyAsync("Run one command.");

        await IsRecordedAsync(machine, "agent-turn-complete", 1);
        await machine.StopGatewayAsync();
        Recording recording = Recording.Single(machine.Sandbox);
        Assert.Equal(new Dictionary<string, int> { ["agent-turn-complete"] = 1 }, recording.Session.Counts.Hooks);
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal(("Run one command.", CallStatus.Completed), (turn.Prompt, turn.Status));
        Assert.Contains("hello-from-tool", turn.Response, StringComparison.Ordinal);
        Assert.Empty(recording.Items<LlmCall>());
        await machine.UninstallAsync();
    }

    [Fact]
    public async Task Install_NotifyWithASubagent_IsOneSession()
    {
        await using InstalledCodex machine = await InstalledCodex.InstallAsync("subagent", Awkward, "--notify");

        await machine.CodexDirectlyAsync("Run one command.");

        await IsRecordedAsync(machine, "from-subagent", 2);
        await machine.StopGatewayAsync();
        Turn turn = Assert.Single(Recording.Single(machine.Sandbox).Session.Turns);
        Assert.Equal(("Run one command.", CallStatus.Completed), (turn.Prompt, turn.Status));
        Turn child = Assert.Single(Assert.Single(turn.Items.OfType<Subagent>()).Turns);
        Assert.Contains("from-subagent", child.Response, StringComparison.Ordinal);
        await machine.UninstallAsync();
    }

    [Fact]
    public async Task Install_NotTrusted_IsSaidAndCodexWorks()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        ProgramResult installed = await machine.NemoFlowAsync("install", "codex");
        Assert.Contains("14 untrusted", installed.Output, StringComparison.Ordinal);
        Assert.Contains("nemo-flow install codex --trust", installed.Output, StringComparison.Ordinal);

        await machine.CodexDirectlyAsync("Say hello.");

        Assert.Empty(Recording.All(machine.Sandbox));
        await machine.UninstallAsync();
    }

    [Fact]
    public async Task Wrapper_OnAnInstalledMachine_RecordsEachHookOnce()
    {
        await using InstalledCodex machine = await InstalledCodex.InstallAsync("one-tool", null, "--trust");

        ProgramResult result = await machine.Case.NemoFlowAsync(["codex", "--", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "Run one command."]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Recording recording = Recording.Single(machine.Sandbox);
        Assert.Equal(HookOracle.CodexOneTool, HookOracle.Counts(recording));
        Assert.False(File.Exists(Path.Combine(machine.Sandbox.State, "gateway.url")));
        await machine.UninstallAsync();
    }

    [Fact]
    public async Task Install_NemoFlowIsGone_CodexGoesOn()
    {
        await using InstalledCodex machine = await InstalledCodex.InstallAsync("one-tool", null, "--trust");
        File.WriteAllText(Path.Combine(machine.Sandbox.State, "bin", "nemo-flow.command"), "/nowhere/nemo-flow\n");

        await machine.CodexDirectlyAsync("Run one command.");

        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(machine.Sandbox.State, "spool"), "*.hook"));
        await machine.NemoFlowAsync("gateway", "start");
        await machine.StopGatewayAsync();
        Assert.Equal(HookOracle.CodexOneTool, HookOracle.Counts(Recording.Single(machine.Sandbox)));
    }

    /// <summary>Codex does not wait for its notice: it is over when the notice has arrived.</summary>
    private static Task IsRecordedAsync(InstalledCodex machine, string text, int lines) => Eventually.IsTrueAsync(
        () => Directory.Exists(machine.Sandbox.Sessions) && Directory.EnumerateFiles(machine.Sandbox.Sessions, "*.jsonl", SearchOption.AllDirectories)
            .Sum(f => File.ReadLines(f).Count(line => line.Contains(text, StringComparison.Ordinal))) >= lines,
        TestContext.Current.CancellationToken);
}
