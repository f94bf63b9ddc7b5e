// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Setup;
using NemoFlow.Engine.Tests.Install;

namespace NemoFlow.Engine.Tests.Setup;

/// <summary>Really broken files, seen through the probe.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AgentProbeTests
{
    [Theory]
    [InlineData("[features]\nhooks = false\n", "hooks_off")]
    [InlineData("not = [toml", "unreadable")]
    public async Task Read_CodexConfiguration_SaysWhatKeepsHooksFromFiring(string configuration, string code)
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync();
        InstallFixture.Write(fixture.Configuration, configuration);

        AgentFacts facts = await ReadAsync(fixture);

        Assert.Contains(facts.Setup!.Obstacles, o => o.Code == code);
    }

    [Fact]
    public async Task Read_HooksFileWithComments_SaysThatCodexDoesNotReadIt()
    {
        using InstallFixture fixture = new();
        InstallFixture.Write(fixture.Hooks, "{\n  // mine\n}\n");
        await fixture.InstallAsync();

        AgentFacts facts = await ReadAsync(fixture);

        Assert.Equal("hooks_unreadable", Assert.Single(facts.Setup!.Obstacles).Code);
        Assert.Empty(facts.Outdated);
    }

    [Fact]
    public async Task Read_HookRemovedByHand_IsOutdated()
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync();
        InstallFixture.Write(fixture.Hooks, File.ReadAllText(fixture.Hooks).Replace("\"Stop\"", "\"Stopped\"", StringComparison.Ordinal));

        AgentFacts facts = await ReadAsync(fixture);

        Assert.Equal([fixture.Hooks], facts.Outdated);
    }

    [Fact]
    public async Task Find_AgentInAFolderOfAPackageManager_IsFoundAndAskedOnce()
    {
        using InstallFixture fixture = new();
        string folder = Directory.CreateDirectory(Path.Combine(fixture.Home, ".npm-global", "bin")).FullName;
        string real = Path.Combine(folder, "codex.real");
        InstallFixture.Write(real, $"#!/bin/sh\necho asked >>'{fixture.Root}/asked'\necho codex-cli 0.150.1\n");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(folder, "codex"), "codex.real");
        Directory.CreateDirectory(fixture.State.Root);
        AgentFinder finder = new(fixture.State, fixture.Options().Environment, TimeProvider.System);

        (string Path, bool OnPath)? found = finder.Find(AgentKinds.Codex, fixture.Project);
        Version? first = await finder.VersionAsync(found!.Value.Path);
        Version? second = await finder.VersionAsync(found.Value.Path);

        Assert.Equal((Path.Combine(folder, "codex"), false), found);
        Assert.Equal((new Version(0, 150, 1), new Version(0, 150, 1)), (first, second));
        Assert.Single(File.ReadAllLines(Path.Combine(fixture.Root, "asked")));
    }

    [Fact]
    public async Task Find_LinkThatLeadsNowhere_IsNoAgentAndIsTold()
    {
        using InstallFixture fixture = new();
        string folder = Directory.CreateDirectory(Path.Combine(fixture.Home, ".local", "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "codex"), "/nowhere/codex");
        await fixture.InstallAsync();

        AgentFacts facts = await ReadAsync(fixture);

        Assert.Equal((null, Path.Combine(folder, "codex")), (facts.Executable, facts.BrokenLink));
    }

    [Theory]
    [InlineData("prefix=~/elsewhere\n")]
    [InlineData("audit = false\nprefix = \"${HOME}/elsewhere\"\n")]
    public void Find_AgentWhereNpmIsToldToPutPrograms_IsFound(string settings)
    {
        using InstallFixture fixture = new();
        string program = Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Home, "elsewhere", "bin")).FullName, "codex");
        InstallFixture.Write(program, "#!/bin/sh\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        InstallFixture.Write(Path.Combine(fixture.Home, ".npmrc"), settings);

        Assert.Equal((program, false), new AgentFinder(fixture.State, fixture.Options().Environment, TimeProvider.System).Find(AgentKinds.Codex, fixture.Project));
    }

    [Fact]
    public async Task Read_HooksForUserAndProject_NamesTheProjectsFile()
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync();
        Assert.Null((await ReadAsync(fixture)).ProjectHooks);

        // An installation would refuse this; a project may bring them from elsewhere.
        string ofProject = Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Project, ".codex")).FullName, "hooks.json");
        File.Copy(fixture.Hooks, ofProject);

        Assert.Equal(ofProject, (await ReadAsync(fixture)).ProjectHooks);
    }

    [Fact]
    public async Task Install_HookClientThatCannotBeRunOrIsAnother_IsMended()
    {
        using InstallFixture fixture = new();
        string native = Path.Combine(fixture.Root, "native");
        InstallFixture.Write(native, "today's");
        InstallOptions options = fixture.Options() with { NativeHook = native };
        await fixture.InstallAsync(options);
        string copy = HookClientCopy.Path(fixture.State, native, windows: false);
        File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.False(StateProbe.Read(fixture.State, TimeProvider.System).HookClientWorks);

        await fixture.InstallAsync(options);

        Assert.True(StateProbe.Read(fixture.State, TimeProvider.System).HookClientWorks);
        InstallFixture.Write(copy, "yesterday's");
        Assert.True(HookClientCopy.IsOther(fixture.State, native));
        await fixture.InstallAsync(options);
        Assert.False(HookClientCopy.IsOther(fixture.State, native));
    }

    private static Task<AgentFacts> ReadAsync(InstallFixture fixture) =>
        AgentProbe.ReadAsync(HookInstallers.Find(AgentKinds.Codex)!, fixture.Options(), [], TestContext.Current.CancellationToken);
}
