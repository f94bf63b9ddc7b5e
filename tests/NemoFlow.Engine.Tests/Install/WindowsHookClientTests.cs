// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Hooks on Windows where there is no native client, and where one comes later.</summary>
public sealed class WindowsHookClientTests
{
    [Theory]
    [InlineData(@"C:\Program Files\nemo-flow\nemo-flow.exe", HookClientKind.CommandLine)]
    [InlineData(@"C:\Program Files\PowerShell\7\pwsh.exe", HookClientKind.PowerShell)]
    public async Task Install_NoNativeClient_RunsTheProgramByAScript(string program, HookClientKind kind)
    {
        using InstallFixture fixture = new();
        InstallOptions options = Options(fixture) with { Program = [program] };
        string script = Path.Combine(fixture.State.Root, "bin", "nemo-flow-hook.cmd");

        HookInstallation planned = await InstallAsync(options with { DryRun = true });
        Assert.False(File.Exists(script));
        HookInstallation installed = await InstallAsync(options);

        Assert.Equal([(script, kind, true), (script, kind, true)], ((HookInstallation[])[planned, installed]).Select(i => (i.HookClient!, i.HookClientKind, i.UsesFallback)));
        Assert.Contains($"\"{program}\" hook-forward %*", File.ReadAllText(script), StringComparison.Ordinal);
        Assert.All(Commands(fixture), c => Assert.Equal(script + " codex --installed", c));
        Assert.Equal(installed.Events, (await HookInstallations.ReadAsync(options, TestContext.Current.CancellationToken)).Events);
    }

    [Fact]
    public async Task Install_Twice_ChangesNothing()
    {
        using InstallFixture fixture = new();
        InstallOptions options = Options(fixture);
        await InstallAsync(options);
        DateTime written = File.GetLastWriteTimeUtc(HookClientCopy.Path(fixture.State, windows: true));

        Assert.Empty((await InstallAsync(options)).Changes);

        Assert.Equal(written, File.GetLastWriteTimeUtc(HookClientCopy.Path(fixture.State, windows: true)));
    }

    [Fact]
    public async Task Install_StateFolderWithSpaces_IsQuotedForPowerShellAndNotGivenAsAnArgument()
    {
        using InstallFixture fixture = new();
        InstallOptions options = Options(fixture) with { State = new Storage.Files.StateFolder(Path.Combine(fixture.Root, "R&D 100% ^ it's")) };

        await InstallAsync(options);

        string quoted = HookClientCopy.Path(options.State, windows: true).Replace("'", "''", StringComparison.Ordinal);
        Assert.All(Commands(fixture), c => Assert.Equal($"& '{quoted}' codex --installed", c));
        Assert.NotEmpty((await UninstallAsync(options)).Changes);
        Assert.False(File.Exists(fixture.Hooks));
    }

    [Theory]
    [InlineData(AgentKinds.ClaudeCode, ".claude/settings.json", "claude-code")]
    [InlineData(AgentKinds.Cursor, ".cursor/hooks.json", "cursor")]
    [InlineData(AgentKinds.Hermes, ".hermes/config.yaml", "hermes")]
    public async Task Install_OtherAgents_RunTheScript(string agent, string file, string name)
    {
        using InstallFixture fixture = new();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(fixture.Home, file))!);
        InstallOptions options = Options(fixture) with { Agent = agent };

        Assert.True((await InstallAsync(options)).UsesFallback);

        Assert.Contains($"nemo-flow-hook.cmd {name} --installed", File.ReadAllText(Path.Combine(fixture.Home, file)), StringComparison.Ordinal);
        Assert.NotEmpty((await UninstallAsync(options)).Changes);
        Assert.False(File.Exists(Path.Combine(fixture.Home, file)));
    }

    [Fact]
    public async Task Ensure_NativeClientComesLater_TakesOverBehindTheInstalledCommand()
    {
        using InstallFixture fixture = new();
        InstallOptions options = Options(fixture);
        await InstallAsync(options);
        string script = HookClientCopy.Path(fixture.State, windows: true);

        // As a gateway of a later version does; the agent's configuration stays as it is.
        HookClientCopy.Ensure(fixture.State, options.Program, Native(fixture), windows: true);

        Assert.True(File.Exists(script));
        Assert.Equal(HookClientKind.Native, HookClientKinds.Read(fixture.State, windows: true));
        Assert.Contains("if exist \"%~dp0nemo-flow-hook.exe\" goto native", File.ReadAllText(script), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_NativeClientComesLater_CommandFollowsAndIsTakenOutCleanly()
    {
        using InstallFixture fixture = new();
        InstallFixture.Write(fixture.Hooks, """{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"mine"}]}]}}""");
        Dictionary<string, string> before = fixture.Files();
        await InstallAsync(Options(fixture));

        HookInstallation installed = await InstallAsync(Options(fixture) with { NativeHook = Native(fixture) });

        string native = Path.Combine(fixture.State.Root, "bin", "nemo-flow-hook.exe");
        Assert.Equal((native, HookClientKind.Native, false), (installed.HookClient, installed.HookClientKind, installed.UsesFallback));
        Assert.Equal(["native"], File.ReadAllLines(native));
        Assert.All(Commands(fixture).Where(c => c != "mine"), c => Assert.Equal($"{native} --state-dir={fixture.State.Root} codex --installed", c));
        Assert.Equal(Commands(fixture).Count - 1, installed.Events.Count);
        await UninstallAsync(Options(fixture));
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_NativeClientOfAnEarlierVersion_IsKept()
    {
        using InstallFixture fixture = new();
        await InstallAsync(Options(fixture) with { NativeHook = Native(fixture) });

        Assert.Equal(HookClientKind.Native, (await InstallAsync(Options(fixture) with { DryRun = true })).HookClientKind);
        HookInstallation again = await InstallAsync(Options(fixture));

        Assert.Equal(HookClientKind.Native, again.HookClientKind);
        Assert.Empty(again.Changes);
        Assert.False(File.Exists(Path.Combine(fixture.State.Root, "bin", "nemo-flow-hook.cmd")));
    }

    [Fact]
    public async Task Install_NothingToForwardWith_SaysSo()
    {
        using InstallFixture fixture = new();

        HookInstallation installed = await InstallAsync(Options(fixture) with { Program = [] });

        Assert.Equal((HookClientKind.Missing, false), (installed.HookClientKind, installed.UsesFallback));
    }

    private static InstallOptions Options(InstallFixture fixture) => fixture.Options() with { Windows = true, Program = [@"C:\nemo-flow\nemo-flow.exe"] };

    private static string Native(InstallFixture fixture)
    {
        string path = Path.Combine(fixture.Root, "native.exe");
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes("native\n"));
        return path;
    }

    private static async Task<HookInstallation> InstallAsync(InstallOptions options)
    {
        (HookInstallation? installation, string? problem) = await HookInstallations.InstallAsync(options, TestContext.Current.CancellationToken);
        Assert.Null(problem);
        return installation!;
    }

    private static async Task<HookInstallation> UninstallAsync(InstallOptions options)
    {
        (HookInstallation? installation, string? problem) = await HookInstallations.UninstallAsync(options, TestContext.Current.CancellationToken);
        Assert.Null(problem);
        return installation!;
    }

    private static List<string> Commands(InstallFixture fixture) =>
        [.. JsonNode.Parse(File.ReadAllText(fixture.Hooks))!["hooks"]!.AsObject().SelectMany(e => e.Value!.AsArray()).Select(g => (string)g!["hooks"]![0]!["command"]!)];
}
