// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Hooks for the user and hooks for a project: agents run both, and nothing may be recorded twice.</summary>
public sealed class OtherScopeTests
{
    public static TheoryData<string> Agents => [AgentKinds.Codex, AgentKinds.ClaudeCode, AgentKinds.Cursor];

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Install_ForAProjectOfAUserWithHooks_AddsNoneAndSaysSo(string agent)
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync(Options(fixture, agent));

        InstallOutcome outcome = await fixture.InstallAsync(Options(fixture, agent, InstallScope.Project));

        Assert.Empty(outcome.Edits);
        Assert.Contains("recorded twice", Assert.Single(outcome.Notes), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture.Project));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Install_ForAUserWithHooksInAProject_IsRefusedAndNamesTheFolder(string agent)
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync(Options(fixture, agent, InstallScope.Project));
        InstallOptions elsewhere = Options(fixture, agent) with { WorkingDirectory = fixture.Root };

        InstallOutcome refused = await HookInstallService.InstallAsync(elsewhere, TestContext.Current.CancellationToken);

        Assert.Contains(fixture.Project, refused.Problem, StringComparison.Ordinal);
        Assert.Contains($"nemo-flow uninstall {agent} --scope project", refused.Problem, StringComparison.Ordinal);
        Assert.Null((await HookInstallService.UninstallAsync(Options(fixture, agent, InstallScope.Project), TestContext.Current.CancellationToken)).Problem);
        Assert.NotEmpty((await fixture.InstallAsync(elsewhere)).Edits);
    }

    [Fact]
    public async Task Install_ForAProjectThatIsGone_IsForgottenForTheUser()
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync(Options(fixture, AgentKinds.Codex, InstallScope.Project));
        Directory.Delete(Path.Combine(fixture.Project, ".codex"), recursive: true);

        Assert.NotEmpty((await fixture.InstallAsync(Options(fixture, AgentKinds.Codex))).Edits);
    }

    [Fact]
    public async Task Install_HooksOfAnEarlierVersionInBoth_TakesThoseOfTheProjectOut()
    {
        using InstallFixture fixture = new();
        InstallOptions project = Options(fixture, AgentKinds.ClaudeCode, InstallScope.Project);
        string settings = Path.Combine(fixture.Project, ".claude", "settings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
        File.WriteAllText(settings, "{ \"z\":1 }");
        await fixture.InstallAsync(project);
        string user = Path.Combine(fixture.Home, ".claude", "settings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(user)!);
        File.Copy(settings, user);

        InstallOutcome outcome = await fixture.InstallAsync(project);

        Assert.Equal(settings, Assert.Single(outcome.Edits).Path);
        Assert.Equal("{ \"z\":1 }", File.ReadAllText(settings));
    }

    [Fact]
    public async Task Install_ModelTrafficOfAProjectOfAUserWithHooks_IsRefused()
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync(Options(fixture, AgentKinds.Codex));

        InstallOutcome refused = await HookInstallService.InstallAsync(
            Options(fixture, AgentKinds.Codex, InstallScope.Project) with { Routing = ProviderRouting.BuiltIn }, TestContext.Current.CancellationToken);

        Assert.Contains("--provider for all your sessions", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_InTheHomeFolder_BothScopesAreOneFile()
    {
        using InstallFixture fixture = new();
        InstallOptions project = Options(fixture, AgentKinds.ClaudeCode, InstallScope.Project) with { WorkingDirectory = fixture.Home };
        await fixture.InstallAsync(project);

        Assert.Empty((await fixture.InstallAsync(project)).Edits);
        Assert.Contains("--installed", File.ReadAllText(Path.Combine(fixture.Home, ".claude", "settings.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_Hermes_ReadsOneFolderOnly()
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync(Options(fixture, AgentKinds.Hermes));

        Assert.NotEmpty((await fixture.InstallAsync(Options(fixture, AgentKinds.Hermes, InstallScope.Project))).Edits);
    }

    private static InstallOptions Options(InstallFixture fixture, string agent, InstallScope scope = InstallScope.User) =>
        fixture.Options(trust: false) with { Agent = agent, Scope = scope };
}
