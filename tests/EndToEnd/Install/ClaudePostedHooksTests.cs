// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Standalone;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>Hooks that the real Claude Code posts to one gateway arrive at the one that the user names: each once, none lost.</summary>
public sealed class ClaudePostedHooksTests
{
    [Fact]
    public async Task Variable_SetAfterTheInstallation_EveryHookArrivesThereOnceAndNoneHere()
    {
        await using InstalledCodex machine = await PrepareAsync();
        await using Sandbox other = new();
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(other);

        machine.Sandbox.Environment["NEMO_FLOW_GATEWAY_URL"] = gateway.Url.OriginalString.TrimEnd('/');
        await RunAsync(machine);
        Assert.Empty(Recording.All(machine.Sandbox));
        HookOracle.Check(machine.Sandbox.Fired.Payloads(), [Recording.Single(other)]);
        Assert.Empty(Spooled(machine.Sandbox));

        // Without it all are the user's own gateway's again, and with a run around it the run's.
        machine.Sandbox.Environment.Remove("NEMO_FLOW_GATEWAY_URL");
        machine.Sandbox.Fired.Clear();
        await RunAsync(machine);
        HookOracle.Check(machine.Sandbox.Fired.Payloads(), [Recording.Single(machine.Sandbox)]);
        Assert.Single(Recording.All(other));

        machine.Sandbox.Fired.Clear();
        ProgramResult wrapped = await machine.Case.NemoFlowAsync(["claude", "--", "-p", "Run one command.", "--allowedTools", "Bash"]);
        Assert.True(wrapped.ExitCode == 0, wrapped.Output + wrapped.Error);
        await machine.StopGatewayAsync();
        await gateway.StopAsync("TERM");
        IReadOnlyList<Recording> own = Recording.All(machine.Sandbox);
        string session = machine.Sandbox.Fired.Payloads()[0].GetProperty("session_id").GetString()!;
        Assert.Equal(2, own.Count);
        HookOracle.Check(machine.Sandbox.Fired.Payloads(), [own.Single(r => r.Id == session)]);
        Assert.Single(Recording.All(other));
        await UninstallAsync(machine);
    }

    [Fact]
    public async Task Variable_NamesAGatewayThatIsGone_EveryHookIsInTheUsersOwnOnce()
    {
        await using InstalledCodex machine = await PrepareAsync();
        machine.Sandbox.Environment["NEMO_FLOW_GATEWAY_URL"] = "http://127.0.0.1:9";

        await RunAsync(machine);

        machine.Sandbox.Environment.Remove("NEMO_FLOW_GATEWAY_URL");
        await machine.StopGatewayAsync();
        await machine.NemoFlowAsync("gateway", "start");
        await machine.StopGatewayAsync();
        HookOracle.Check(machine.Sandbox.Fired.Payloads(), [Recording.Single(machine.Sandbox)]);
        Assert.Contains("cannot be reached", File.ReadAllText(Path.Combine(machine.Sandbox.State, "logs", "nemo-flow.log")), StringComparison.Ordinal);
        await UninstallAsync(machine);
    }

    [Fact]
    public async Task Variables_ForbiddenInHeaders_TakesCommandsAndSaysSo()
    {
        await using InstalledCodex machine = await ClaudeInstallTests.PrepareAsync();
        File.WriteAllText(SettingsFile(machine), """{"httpHookAllowedEnvVars": ["TEAM"]}""");

        ProgramResult installed = await machine.NemoFlowAsync("install", "claude-code");

        Assert.Contains("httpHookAllowedEnvVars in", installed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"http\"", File.ReadAllText(SettingsFile(machine)), StringComparison.Ordinal);
        await machine.NemoFlowAsync("uninstall", "claude-code");
        Assert.Equal("""{"httpHookAllowedEnvVars": ["TEAM"]}""", File.ReadAllText(SettingsFile(machine)));
    }

    /// <summary>Beside NemoFlow's hooks the user's own write down what was fired. Model traffic goes to the provider itself.</summary>
    private static async Task<InstalledCodex> PrepareAsync()
    {
        InstalledCodex machine = await ClaudeInstallTests.PrepareAsync();
        File.WriteAllText(SettingsFile(machine), new JsonObject { ["hooks"] = machine.Sandbox.Fired.ClaudeHooks() }.ToJsonString());
        machine.Sandbox.Environment["ANTHROPIC_BASE_URL"] = machine.Sandbox.Environment["NEMO_FLOW_ANTHROPIC_BASE_URL"];
        await machine.NemoFlowAsync("install", "claude-code");
        Assert.Contains("\"http\"", File.ReadAllText(SettingsFile(machine)), StringComparison.Ordinal);
        return machine;
    }

    private static async Task RunAsync(InstalledCodex machine)
    {
        ProgramResult claude = await ClaudeInstallTests.ClaudeAsync(machine);
        Assert.True(claude.ExitCode == 0, claude.Output + claude.Error);
    }

    private static async Task UninstallAsync(InstalledCodex machine)
    {
        await machine.NemoFlowAsync("uninstall", "claude-code");
        Assert.Equal(new JsonObject { ["hooks"] = machine.Sandbox.Fired.ClaudeHooks() }.ToJsonString(), File.ReadAllText(SettingsFile(machine)));
        Assert.Empty(Spooled(machine.Sandbox));
    }

    private static string SettingsFile(InstalledCodex machine) => Path.Combine(machine.Sandbox.Environment["CLAUDE_CONFIG_DIR"], "settings.json");

    private static string[] Spooled(Sandbox sandbox) => Path.Combine(sandbox.State, "spool") is string folder && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.hook") : [];
}
