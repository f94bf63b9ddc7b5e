// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Files that must not, or cannot, be changed; and ends at the wrong moment.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class HostileFileTests
{
    [Theory]
    [InlineData("[]", "hook config must be a JSON object")]
    [InlineData("{\"hooks\":[]}", "hook config must be a JSON object")]
    [InlineData("{\"hooks\":{\"Stop\":{}}}", "hook config must be a JSON object")]
    [InlineData("{\"hooks\":", "invalid JSON")]
    [InlineData("not json", "invalid JSON")]
    public async Task Install_MalformedHooks_AreLeftAsTheyAre(string text, string problem)
    {
        using InstallFixture fixture = new();
        InstallFixture.Write(fixture.Hooks, text);

        await AssertRefusedAsync(fixture, problem, "hooks.json:1:");
    }

    [Fact]
    public async Task Install_MalformedConfiguration_IsLeftAsItIs()
    {
        using InstallFixture fixture = new();
        InstallFixture.Write(fixture.Configuration, "not = [valid");

        await AssertRefusedAsync(fixture, "invalid TOML", "config.toml:1:");
    }

    [Fact]
    public async Task Install_BytesThatAreNoText_AreLeftAsTheyAre()
    {
        using InstallFixture fixture = new();
        File.WriteAllBytes(fixture.Hooks, [(byte)'{', 0xFF, 0xFE]);

        await AssertRefusedAsync(fixture, "invalid JSON", "UTF-8");
    }

    [Theory]
    [InlineData("hooks.json", "{}")]
    [InlineData("config.toml", "")]
    public async Task Install_ReadOnlyFile_IsLeftAsItIsAndSaysWhy(string name, string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions of Unix");
        using InstallFixture fixture = new();
        string path = Path.Combine(fixture.Agent, name);
        InstallFixture.Write(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Dictionary<string, string> before = fixture.Files();

        FileEditException error = await Assert.ThrowsAsync<FileEditException>(() => fixture.InstallAsync());

        Assert.Contains(path + " is read-only and was left as it is", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_AFolderInTheFilesPlace_IsLeftAsItIs()
    {
        using InstallFixture fixture = new();
        Directory.CreateDirectory(fixture.Hooks);
        Dictionary<string, string> before = fixture.Files();

        FileEditException error = await Assert.ThrowsAsync<FileEditException>(() => fixture.InstallAsync());

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_Links_StayLinksAndPermissionsStay(bool dangling)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links and permissions of Unix");
        using InstallFixture fixture = new();
        string real = Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Home, "dotfiles")).FullName, "codex.json");
        if (!dangling)
        {
            InstallFixture.Write(real, "{\n}\n");
            File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        File.CreateSymbolicLink(Path.Combine(fixture.Home, "middle"), "dotfiles/codex.json");
        File.CreateSymbolicLink(fixture.Hooks, "../middle");
        Dictionary<string, string> before = fixture.Files();

        await fixture.InstallAsync();

        Assert.Equal("../middle", new FileInfo(fixture.Hooks).LinkTarget);
        Assert.Contains("--installed", File.ReadAllText(real), StringComparison.Ordinal);
        if (!dangling)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        }

        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_LinkIntoAFolderThatIsMissing_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links of Unix");
        using InstallFixture fixture = new();
        File.CreateSymbolicLink(fixture.Hooks, "/nowhere/at/all/hooks.json");

        FileEditException error = await Assert.ThrowsAsync<FileEditException>(() => fixture.InstallAsync());

        Assert.Contains("a link to /nowhere/at/all/hooks.json, whose folder does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_LinksInACircle_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links of Unix");
        using InstallFixture fixture = new();
        File.CreateSymbolicLink(fixture.Hooks, fixture.Hooks);

        FileEditException error = await Assert.ThrowsAsync<FileEditException>(() => fixture.InstallAsync());

        Assert.Contains("hooks.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_CutOffAtEveryStep_LeavesWholeFilesAndCanBeTakenOut()
    {
        const string Hooks = "{\n  // mine\n  \"hooks\": {}\n}\n";
        const string Configuration = "# mine\nmodel = \"x\"\r\n";
        int steps = await CountStepsAsync(Hooks, Configuration, f => f.InstallAsync());
        Assert.True(steps >= 6, $"only {steps} steps");
        for (int last = 0; last < steps; last++)
        {
            using InstallFixture fixture = Arrange(Hooks, Configuration);
            Dictionary<string, string> before = fixture.Files();
            await CutOffAsync(fixture, last, () => fixture.InstallAsync());

            AssertWhole(fixture);
            fixture.Step = static _ => { };
            if (last % 2 == 0)
            {
                await fixture.InstallAsync();
                Assert.Equal(14, File.ReadAllText(fixture.Hooks).Split("--installed").Length - 1);
            }

            await fixture.UninstallAsync();
            Assert.Equal(before, fixture.Files());
        }
    }

    [Fact]
    public async Task Uninstall_CutOffAtEveryStep_CanBeFinished()
    {
        const string Hooks = "{\"hooks\": {\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"x\"}]}]}}";
        const string Configuration = "model = \"x\"";
        int steps = await CountStepsAsync(Hooks, Configuration, f => f.UninstallAsync(), f => f.InstallAsync());
        Assert.True(steps >= 5, $"only {steps} steps");
        for (int last = 0; last < steps; last++)
        {
            using InstallFixture fixture = Arrange(Hooks, Configuration);
            Dictionary<string, string> before = fixture.Files();
            await fixture.InstallAsync();
            await CutOffAsync(fixture, last, () => fixture.UninstallAsync());

            AssertWhole(fixture);
            fixture.Step = static _ => { };
            await fixture.UninstallAsync();
            Assert.Equal(before, fixture.Files());
        }
    }

    [Fact]
    public async Task Install_ManyAtOnce_LeaveOneHookPerEvent()
    {
        using InstallFixture fixture = Arrange("{\n}\n", "# mine\n");
        Dictionary<string, string> before = fixture.Files();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => fixture.InstallAsync())));

        Assert.Equal(14, File.ReadAllText(fixture.Hooks).Split("--installed").Length - 1);
        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_FileChangedBetweenPlanAndWrite_KeepsTheChange()
    {
        using InstallFixture fixture = Arrange("{\n}\n", "# mine\n");
        bool done = false;
        fixture.Step = step =>
        {
            if (step == "record" && !done)
            {
                done = true;
                InstallFixture.Write(fixture.Configuration, "# mine\nadded = 1\n");
            }
        };

        await fixture.InstallAsync();

        Assert.Contains("added = 1", File.ReadAllText(fixture.Configuration), StringComparison.Ordinal);
        Assert.Contains("hooks = true", File.ReadAllText(fixture.Configuration), StringComparison.Ordinal);
        await fixture.UninstallAsync();
        Assert.Equal("# mine\nadded = 1\n", File.ReadAllText(fixture.Configuration));
    }

    private static InstallFixture Arrange(string hooks, string configuration)
    {
        InstallFixture fixture = new();
        InstallFixture.Write(fixture.Hooks, hooks);
        InstallFixture.Write(fixture.Configuration, configuration);
        return fixture;
    }

    private static async Task AssertRefusedAsync(InstallFixture fixture, string problem, string place)
    {
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome outcome = await HookInstallService.InstallAsync(fixture.Options(), TestContext.Current.CancellationToken);

        Assert.Contains(problem, outcome.Problem, StringComparison.Ordinal);
        Assert.Contains(place, outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
    }

    private static async Task<int> CountStepsAsync(string hooks, string configuration, Func<InstallFixture, Task> act, Func<InstallFixture, Task>? first = null)
    {
        using InstallFixture fixture = Arrange(hooks, configuration);
        if (first is not null)
        {
            await first(fixture);
        }

        int steps = 0;
        fixture.Step = _ => steps++;
        await act(fixture);
        return steps;
    }

    /// <summary>Ends the operation before its nth step, with nothing tidied up behind it.</summary>
    private static async Task CutOffAsync(InstallFixture fixture, int last, Func<Task> act)
    {
        int step = 0;
        fixture.Step = _ =>
        {
            if (step++ == last)
            {
                throw new CutOffException();
            }
        };
        await Assert.ThrowsAsync<CutOffException>(act);
    }

    private static void AssertWhole(InstallFixture fixture)
    {
        _ = NemoFlow.Configuration.Json.JsoncDocument.Parse(File.ReadAllBytes(fixture.Hooks));
        _ = NemoFlow.Configuration.Toml.TomlDocument.Parse(File.ReadAllBytes(fixture.Configuration));
    }

    private sealed class CutOffException : Exception;
}
