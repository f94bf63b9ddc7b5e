// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Standalone;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>Install, run the real Claude Code without a wrapper, look at what was recorded, uninstall, compare bytes.</summary>
public sealed class ClaudeInstallTests
{
    private const string Settings = "{\r\n  \"hooks\" : {\r\n    \"Stop\": [ { \"hooks\": [ { \"type\": \"command\", \"command\": \"true\" } ] } ]\r\n  },\r\n  \"includeCoAuthoredBy\":false\r\n}";

    private static readonly string[] Expected = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop", "SessionEnd"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_Routed_RecordsEverythingAndUninstallLeavesNoTrace(bool commands)
    {
        await using InstalledCodex machine = await PrepareAsync();
        await machine.NemoFlowAsync(["install", "claude-code", "--provider", "builtin", .. commands ? (string[])["--command-hooks"] : []]);

        ProgramResult claude = await ClaudeAsync(machine);

        Assert.True(claude.ExitCode == 0, claude.Output + claude.Error);
        await machine.StopGatewayAsync();
        Recording recording = Recording.Single(machine.Sandbox);
        Assert.All(Expected, e => Assert.Equal(1, HookOracle.Counts(recording).GetValueOrDefault(e)));
        Assert.NotEmpty(recording.Requests);
        Assert.DoesNotContain(recording.Hooks, h => h.Data.ToString().Contains("x-nemo-flow-", StringComparison.Ordinal));
        await machine.NemoFlowAsync("uninstall", "claude-code");
        AssertUntouched(machine);
    }

    [Fact]
    public async Task Wrapper_OnAnInstalledMachine_RecordsEachHookOnce()
    {
        await using InstalledCodex machine = await PrepareAsync();
        await machine.NemoFlowAsync("install", "claude-code");
        await machine.NemoFlowAsync("gateway", "start");

        ProgramResult result = await machine.Case.NemoFlowAsync(["claude", "--", "-p", "Run one command.", "--allowedTools", "Bash"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        await machine.StopGatewayAsync();
        Recording recording = Recording.Single(machine.Sandbox);
        Assert.All(Expected.SkipLast(1), e => Assert.Equal(1, HookOracle.Counts(recording).GetValueOrDefault(e)));
        Assert.Equal(recording.Hooks.Count(), HookOracle.Counts(recording).Values.Sum());
        await machine.NemoFlowAsync("uninstall", "claude-code");
        AssertUntouched(machine);
    }

    [Fact]
    public async Task Install_VariableNamesAnotherGateway_AllHooksGoThere()
    {
        await using InstalledCodex machine = await PrepareAsync();
        await using Sandbox other = new();
        other.Environment["NEMO_FLOW_ANTHROPIC_BASE_URL"] = machine.Sandbox.Environment["NEMO_FLOW_ANTHROPIC_BASE_URL"];
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(other);
        machine.Sandbox.Environment["NEMO_FLOW_GATEWAY_URL"] = gateway.Url.OriginalString;
        machine.Sandbox.Environment["ANTHROPIC_BASE_URL"] = gateway.Url.OriginalString.TrimEnd('/');
        ProgramResult installed = await machine.NemoFlowAsync("install", "claude-code");
        Assert.Contains("NEMO_FLOW_GATEWAY_URL is set", installed.Output, StringComparison.Ordinal);

        ProgramResult claude = await ClaudeAsync(machine);

        Assert.True(claude.ExitCode == 0, claude.Output + claude.Error);
        await gateway.StopAsync("TERM");
        Recording recording = Recording.Single(other);
        Assert.All(Expected, e => Assert.Equal(1, HookOracle.Counts(recording).GetValueOrDefault(e)));
        Assert.NotEmpty(recording.Requests);
        Assert.False(File.Exists(Path.Combine(machine.Sandbox.State, "gateway.url")));
        machine.Sandbox.Environment.Remove("NEMO_FLOW_GATEWAY_URL");
        Assert.Contains("nothing to change", (await machine.NemoFlowAsync("install", "claude-code")).Output, StringComparison.Ordinal);
        await machine.NemoFlowAsync("uninstall", "claude-code");
        AssertUntouched(machine);
    }

    [Fact]
    public async Task Install_HttpHooksForbidden_TakesCommandsAndSaysSo()
    {
        await using InstalledCodex machine = await PrepareAsync();
        File.WriteAllText(SettingsFile(machine), """{"allowedHttpHookUrls": []}""");

        ProgramResult installed = await machine.NemoFlowAsync("install", "claude-code");

        Assert.Contains("allowedHttpHookUrls in", installed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"http\"", File.ReadAllText(SettingsFile(machine)), StringComparison.Ordinal);
    }

    /// <summary>A machine with Claude Code and settings of the user's own.</summary>
    internal static async Task<InstalledCodex> PrepareAsync(string scenario = "one-tool")
    {
        string claude = Path.Combine(Programs.AgentFolder, "claude");
        Assert.SkipUnless(File.Exists(claude), "Claude Code is not installed for the tests: npm ci --prefix tests/EndToEnd");
        InstalledCodex machine = await InstalledCodex.PrepareAsync(scenario);
        machine.Sandbox.Environment["CLAUDE_CONFIG_DIR"] = Directory.CreateDirectory(Path.Combine(machine.Sandbox.Root, "claude-home")).FullName;
        machine.Sandbox.Environment["NEMO_FLOW_ANTHROPIC_BASE_URL"] = machine.Case.Provider.BaseAddress.OriginalString.TrimEnd('/');
        machine.Sandbox.Environment["ANTHROPIC_API_KEY"] = machine.Sandbox.Key;
        machine.Sandbox.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        File.WriteAllText(SettingsFile(machine), Settings);
        return machine;
    }

    private static string SettingsFile(InstalledCodex machine) => Path.Combine(machine.Sandbox.Environment["CLAUDE_CONFIG_DIR"], "settings.json");

    private static void AssertUntouched(InstalledCodex machine)
    {
        Assert.Equal(Settings, File.ReadAllText(SettingsFile(machine)));
        machine.AssertUntouched();
    }

    /// <summary>Claude Code as the user starts it, with no word about NemoFlow.</summary>
    internal static async Task<ProgramResult> ClaudeAsync(InstalledCodex machine)
    {
        await using RunningProgram claude = RunningProgram.Start(machine.Sandbox, Path.Combine(Programs.AgentFolder, "claude"), ["-p", "Run one command.", "--allowedTools", "Bash"]);
        return await claude.WaitAsync();
    }
}
