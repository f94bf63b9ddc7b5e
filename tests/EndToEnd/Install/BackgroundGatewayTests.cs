// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>The gateway that hooks start, and that goes when there is nothing to do.</summary>
public sealed class BackgroundGatewayTests
{
    private const string Payload = """{"session_id":"background","hook_event_name":"UserPromptSubmit","prompt":"hi"}""";

    [Fact]
    public async Task Hooks_ManyAtOnceWithoutAGateway_StartOneAndLoseNothing()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        await machine.NemoFlowAsync("install", "codex");

        string[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => HookAsync(machine.Sandbox)));

        Assert.All(replies, r => Assert.Equal("{}", r.Trim()));
        ProgramResult status = await machine.NemoFlowAsync("gateway", "status");
        Assert.Contains("running", status.Output, StringComparison.Ordinal);
        await machine.StopGatewayAsync();
        Assert.Equal(8, Recording.Single(machine.Sandbox).Hooks.Count());
        Assert.Single(File.ReadAllLines(Log(machine)), l => l.Contains("listens on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_NothingToDo_StopsByItself()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        machine.Sandbox.Environment["NEMO_FLOW_GATEWAY_IDLE_MINUTES"] = "0.01";
        await machine.NemoFlowAsync("install", "codex");

        await HookAsync(machine.Sandbox);

        await Eventually.IsTrueAsync(() => !File.Exists(Path.Combine(machine.Sandbox.State, "gateway.url")), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => File.ReadAllText(Log(machine)).Contains("gateway stops: nothing to do; 1 events recorded", StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Gateway_AToolIsUnderWay_StaysUntilItIsOver()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        machine.Sandbox.Environment["NEMO_FLOW_GATEWAY_IDLE_MINUTES"] = "0.01";
        await machine.NemoFlowAsync("install", "codex");

        await HookAsync(machine.Sandbox, Tool("PreToolUse"));
        // Three times as long as a gateway stays that has nothing to do.
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(machine.Sandbox.State, "gateway.url")), "The gateway is gone though a tool is under way.");
        await HookAsync(machine.Sandbox, Tool("PostToolUse"));

        await Eventually.IsTrueAsync(() => File.ReadAllText(Log(machine)).Contains("gateway stops: nothing to do; 2 events recorded", StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Hook_ToldNotToStartAGateway_Spools()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        await machine.NemoFlowAsync("install", "codex");
        machine.Sandbox.Environment["NEMO_FLOW_AUTOSTART"] = "0";

        string reply = await HookAsync(machine.Sandbox);

        Assert.Equal("{}", reply.Trim());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(machine.Sandbox.State, "spool"), "*.hook"));
        Assert.False(File.Exists(Path.Combine(machine.Sandbox.State, "gateway.url")));
    }

    [Fact]
    public async Task Hook_PortIsTakenByAnotherProgram_SpoolsAndDoesNotWaitEachTime()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        using System.Net.Sockets.TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        machine.Sandbox.Environment["NEMO_FLOW_GATEWAY_BIND"] = other.LocalEndpoint.ToString()!;
        await machine.NemoFlowAsync("install", "codex");

        await HookAsync(machine.Sandbox);
        long started = TimeProvider.System.GetTimestamp();
        await HookAsync(machine.Sandbox);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(machine.Sandbox.State, "spool"), "*.hook").Count());
        Assert.Contains("error", File.ReadAllText(Log(machine)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_ConfigurationChanged_IsSaid()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        await machine.NemoFlowAsync("gateway", "start");
        string folder = Directory.CreateDirectory(Path.Combine(machine.Sandbox.Environment["HOME"], ".config", "nemo-flow")).FullName;
        File.WriteAllText(Path.Combine(folder, "config.toml"), "[journal]\nkeep_days = 3\n");

        ProgramResult status = await machine.NemoFlowAsync("gateway", "status");

        Assert.Contains("the configuration is another than when it was started", status.Output, StringComparison.Ordinal);
        await machine.StopGatewayAsync();
    }

    private static string Log(InstalledCodex machine) => Path.Combine(machine.Sandbox.State, "logs", "nemo-flow.log");

    private static string Tool(string hook) => $$"""{"session_id":"background","hook_event_name":"{{hook}}","tool_name":"Bash","tool_use_id":"t"}""";

    private static async Task<string> HookAsync(Sandbox sandbox, string payload = Payload)
    {
        await using RunningProgram hook = RunningProgram.Start(sandbox, Path.Combine(sandbox.State, "bin", "nemo-flow-hook"), ["codex", "--installed"], payload);
        ProgramResult result = await hook.WaitAsync();
        Assert.Equal(0, result.ExitCode);
        return result.Output;
    }
}
