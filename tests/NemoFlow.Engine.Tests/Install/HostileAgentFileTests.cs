// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>The agents with one file each: what must not, or cannot, be changed, and ends at the wrong moment.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class HostileAgentFileTests
{
    /// <summary>Agent, its file, a text with a hook of another tool, and the number of ours.</summary>
    public static TheoryData<string, string, string, int> Agents => new()
    {
        { AgentKinds.ClaudeCode, ".claude/settings.json", "{\r\n  \"hooks\": {\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"other\"}, {\"type\": \"command\", \"command\": \"other\"}]}]},\r\n  \"model\":\"x\"}", -1 },
        { AgentKinds.Cursor, ".cursor/hooks.json", "{\n\t\"hooks\": {\"stop\": [{\"command\": \"other\"}, {\"command\": \"other\"}]}\n}\n", 17 },
        { AgentKinds.Hermes, ".hermes/config.yaml", "# mine\nhooks:\n  pre_tool_call:\n    - command: other\n    - command: other # twice\nmodel: x", 13 },
    };

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Install_CutOffAtEveryStep_LeavesWholeFilesAndCanBeTakenOut(string agent, string file, string text, int hooks)
    {
        string installed = "";
        int steps = await CountStepsAsync(agent, file, text, (f, o) => f.InstallAsync(o), f => installed = File.ReadAllText(Path.Combine(f.Home, file)));
        Assert.True(steps >= 4, $"only {steps} steps");
        Assert.True(hooks < 0 || Count(installed) == hooks, $"{Count(installed)} hooks");
        for (int last = 0; last < steps; last++)
        {
            using InstallFixture fixture = Arrange(file, text);
            string path = Path.Combine(fixture.Home, file);
            InstallOptions options = Options(fixture, agent);
            Dictionary<string, string> before = fixture.Files();
            await CutOffAsync(fixture, last, () => fixture.InstallAsync(Options(fixture, agent)));

            Assert.True(File.ReadAllText(path) == text || Count(File.ReadAllText(path)) == Count(installed), "neither the old nor the new file");
            fixture.Step = static _ => { };
            if (last % 2 == 0)
            {
                await fixture.InstallAsync(options);
                Assert.Equal(Count(installed), Count(File.ReadAllText(path)));
            }

            await fixture.UninstallAsync(options);
            Assert.Equal(before, fixture.Files());
        }
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Uninstall_CutOffAtEveryStep_CanBeFinished(string agent, string file, string text, int hooks)
    {
        int steps = await CountStepsAsync(agent, file, text, (f, o) => f.UninstallAsync(o), null, (f, o) => f.InstallAsync(o));
        Assert.True(steps >= 3 && hooks != 0, $"only {steps} steps");
        for (int last = 0; last < steps; last++)
        {
            using InstallFixture fixture = Arrange(file, text);
            Dictionary<string, string> before = fixture.Files();
            await fixture.InstallAsync(Options(fixture, agent));
            await CutOffAsync(fixture, last, () => fixture.UninstallAsync(Options(fixture, agent)));

            fixture.Step = static _ => { };
            await fixture.UninstallAsync(Options(fixture, agent));
            Assert.Equal(before, fixture.Files());
        }
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Install_ManyAtOnce_LeaveOneHookPerEvent(string agent, string file, string text, int hooks)
    {
        using InstallFixture fixture = Arrange(file, text);
        Dictionary<string, string> before = fixture.Files();
        await fixture.InstallAsync(Options(fixture, agent));
        string once = File.ReadAllText(Path.Combine(fixture.Home, file));
        await fixture.UninstallAsync(Options(fixture, agent));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => fixture.InstallAsync(Options(fixture, agent)))));

        Assert.Equal(once, File.ReadAllText(Path.Combine(fixture.Home, file)));
        Assert.True(hooks < 0 || Count(once) == hooks);
        await fixture.UninstallAsync(Options(fixture, agent));
        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Install_ReadOnlyFile_IsLeftAsItIsAndSaysWhy(string agent, string file, string text, int hooks)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || hooks == 0, "permissions of Unix");
        using InstallFixture fixture = Arrange(file, text);
        string path = Path.Combine(fixture.Home, file);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Dictionary<string, string> before = fixture.Files();

        FileEditException error = await Assert.ThrowsAsync<FileEditException>(() => fixture.InstallAsync(Options(fixture, agent)));

        Assert.Contains(path + " is read-only and was left as it is", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Install_Links_StayLinksAndPermissionsStay(string agent, string file, string text, int hooks)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || hooks == 0, "links of Unix");
        foreach (bool dangling in (bool[])[false, true])
        {
            using InstallFixture fixture = Arrange(file, null);
            string real = Path.Combine(Directory.CreateDirectory(Path.Combine(fixture.Home, "dotfiles")).FullName, "agent");
            if (!dangling)
            {
                InstallFixture.Write(real, text);
                File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            }

            string path = Path.Combine(fixture.Home, file);
            File.CreateSymbolicLink(path, "../dotfiles/agent");
            Dictionary<string, string> before = fixture.Files();

            await fixture.InstallAsync(Options(fixture, agent));

            Assert.Equal("../dotfiles/agent", new FileInfo(path).LinkTarget);
            Assert.Contains("--installed", File.ReadAllText(real), StringComparison.Ordinal);
            Assert.True(dangling || (File.GetUnixFileMode(real) & UnixFileMode.OtherRead) != 0);
            await fixture.UninstallAsync(Options(fixture, agent));
            Assert.Equal(before, fixture.Files());
        }
    }

    [Theory]
    [InlineData(AgentKinds.ClaudeCode, ".claude/settings.json", "[]", "must be a JSON object")]
    [InlineData(AgentKinds.ClaudeCode, ".claude/settings.json", "{\"hooks\": {\"Stop\": {}}}", "must be a JSON object")]
    [InlineData(AgentKinds.ClaudeCode, ".claude/settings.json", "{\"hooks\":", "invalid JSON in Claude Code's settings")]
    [InlineData(AgentKinds.Cursor, ".cursor/hooks.json", "{\"hooks\": []}", "must be a JSON object")]
    [InlineData(AgentKinds.Cursor, ".cursor/hooks.json", "nonsense", "invalid JSON in Cursor's hooks")]
    public async Task Install_Malformed_IsLeftAsItIs(string agent, string file, string text, string problem)
    {
        using InstallFixture fixture = Arrange(file, text);
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome outcome = await HookInstallService.InstallAsync(Options(fixture, agent), TestContext.Current.CancellationToken);

        Assert.Contains(problem, outcome.Problem, StringComparison.Ordinal);
        Assert.Contains(file, outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [InlineData(AgentKinds.ClaudeCode, ".claude/settings.json", "Stop")]
    [InlineData(AgentKinds.Cursor, ".cursor/hooks.json", "stop")]
    public async Task Uninstall_FileOfAMegabyte_GivesEveryByteBack(string agent, string file, string name)
    {
        string others = string.Join(",\n", Enumerable.Range(0, 900).Select(i => "    {\"command\": \"tool " + i + " " + new string('x', 1200) + "\"}"));
        using InstallFixture fixture = Arrange(file, "{\n  \"version\": 1,\n  \"hooks\": {\"" + name + "\": [\n" + others + "\n  ]}\n}");
        Dictionary<string, string> before = fixture.Files();

        await fixture.InstallAsync(Options(fixture, agent));
        Assert.Empty((await fixture.InstallAsync(Options(fixture, agent))).Edits);
        await fixture.UninstallAsync(Options(fixture, agent));

        Assert.Equal(before, fixture.Files());
    }

    private static int Count(string text) => text.Split("--installed").Length - 1;

    private static InstallOptions Options(InstallFixture fixture, string agent) => fixture.Options() with { Agent = agent };

    private static InstallFixture Arrange(string file, string? text)
    {
        InstallFixture fixture = new();
        string path = Path.Combine(fixture.Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (text is not null)
        {
            InstallFixture.Write(path, text);
        }

        return fixture;
    }

    private static async Task<int> CountStepsAsync(
        string agent, string file, string text, Func<InstallFixture, InstallOptions, Task> act, Action<InstallFixture>? look, Func<InstallFixture, InstallOptions, Task>? first = null)
    {
        using InstallFixture fixture = Arrange(file, text);
        if (first is not null)
        {
            await first(fixture, Options(fixture, agent));
        }

        int steps = 0;
        fixture.Step = _ => steps++;
        await act(fixture, Options(fixture, agent));
        look?.Invoke(fixture);
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

    private sealed class CutOffException : Exception;
}
