// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Claude Code and Cursor: the same promises in other files.</summary>
public sealed class OtherAgentTests
{
    public static TheoryData<string, string, string?> Cases
    {
        get
        {
            TheoryData<string, string, string?> cases = [];
            foreach ((string agent, string file) in ((string, string)[])[(AgentKinds.ClaudeCode, ".claude/settings.json"), (AgentKinds.Cursor, ".cursor/hooks.json")])
            {
                foreach ((string name, string? text, _) in AwkwardFiles.All)
                {
                    // The shapes of groups mean nothing to Cursor, whose lists hold handlers; they are left alone there.
                    if (name != "one megabyte" && (text is not null || name == "nothing"))
                    {
                        cases.Add(agent, file, text);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Uninstall_NothingElseChanged_GivesEveryByteBack(string agent, string file, string? text)
    {
        using InstallFixture fixture = Arrange(file, text);
        Dictionary<string, string> before = fixture.Files();
        InstallOptions options = fixture.Options(agent == AgentKinds.ClaudeCode ? ProviderRouting.BuiltIn : null) with { Agent = agent };

        await fixture.InstallAsync(options);
        Dictionary<string, string> installed = fixture.Files();
        Assert.NotEqual(before, installed);
        Assert.Empty((await fixture.InstallAsync(options)).Edits);
        Assert.Equal(installed, fixture.Files());
        await fixture.UninstallAsync(options);

        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Uninstall_RecordsAreLost_LeavesNothingOfOurs(string agent, string file, string? text)
    {
        using InstallFixture fixture = Arrange(file, text);
        InstallOptions options = fixture.Options(agent == AgentKinds.ClaudeCode ? ProviderRouting.BuiltIn : null) with { Agent = agent };
        await fixture.InstallAsync(options);
        fixture.ForgetRecords();

        await fixture.UninstallAsync(options);

        string path = Path.Combine(fixture.Home, file);
        string left = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.DoesNotContain("nemo-flow", left, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:4040", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_ClaudeWithItsOwnBaseUrl_IsNotRouted()
    {
        using InstallFixture fixture = Arrange(".claude/settings.json", """{"env": {"ANTHROPIC_BASE_URL": "https://proxy"}}""");

        InstallOutcome outcome = await HookInstallService.InstallAsync(
            fixture.Options(ProviderRouting.BuiltIn) with { Agent = AgentKinds.ClaudeCode }, TestContext.Current.CancellationToken);

        Assert.Contains("your ANTHROPIC_BASE_URL is kept", outcome.Problem, StringComparison.Ordinal);
        await fixture.InstallAsync(fixture.Options() with { Agent = AgentKinds.ClaudeCode });
    }

    [Fact]
    public async Task Install_ClaudeFromPostingToCommands_ReplacesTheHandlers()
    {
        using InstallFixture fixture = Arrange(".claude/settings.json", "{}");
        InstallOptions options = fixture.Options() with { Agent = AgentKinds.ClaudeCode };
        await fixture.InstallAsync(options);
        string path = Path.Combine(fixture.Home, ".claude", "settings.json");
        Assert.Contains("\"http\"", File.ReadAllText(path), StringComparison.Ordinal);

        await fixture.InstallAsync(options with { CommandsOnly = true });

        string text = File.ReadAllText(path);
        Assert.DoesNotContain("\"http\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"url\"", text, StringComparison.Ordinal);
    }

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
}
