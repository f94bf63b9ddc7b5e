// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Setup;

namespace NemoFlow.Engine.Tests.Install;

public sealed class HermesInstallTests
{
    public static TheoryData<string> Names => [.. AwkwardYaml.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Uninstall_NothingElseChanged_GivesEveryByteBack(string name)
    {
        using InstallFixture fixture = Arrange(AwkwardYaml.All[name]);
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome first = await fixture.InstallAsync(Options(fixture));
        Dictionary<string, string> installed = fixture.Files();

        Assert.Single(first.Edits);
        Assert.Equal(13, Count(fixture));
        Assert.Empty((await fixture.InstallAsync(Options(fixture))).Edits);
        Assert.Equal(installed, fixture.Files());
        await fixture.UninstallAsync(Options(fixture));
        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Uninstall_OthersChangedTheFileMeanwhile_TakesOutOursOnly(string name)
    {
        string? text = AwkwardYaml.All[name];
        using InstallFixture fixture = Arrange(text);
        await fixture.InstallAsync(Options(fixture));
        File.AppendAllText(Configuration(fixture), "\n# added later\n");

        await fixture.UninstallAsync(Options(fixture));

        Assert.Equal((text + "\n# added later\n").Trim('\n', ' '), System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Configuration(fixture))).Trim('\n', ' '), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Uninstall_RecordsAreLost_LeavesNothingOfOurs(string name)
    {
        using InstallFixture fixture = Arrange(AwkwardYaml.All[name]);
        await fixture.InstallAsync(Options(fixture));
        fixture.ForgetRecords();

        await fixture.UninstallAsync(Options(fixture));

        Assert.DoesNotContain("nemo-flow", Text(fixture) ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hooks: [not valid", "invalid YAML in Hermes config")]
    [InlineData("hooks: [a, b]\n", "hooks must be a mapping")]
    [InlineData("hooks: yes\n", "hooks must be a mapping")]
    [InlineData("- a\n", "the document must be a mapping")]
    [InlineData("hooks:\n  pre_tool_call: audit\n", "hooks.pre_tool_call must be a list")]
    [InlineData("a: &x\n  - command: audit\nhooks:\n  pre_tool_call: *x\n", "hooks.pre_tool_call must be a list")]
    [InlineData("a: 1\n---\nb: 2\n", "only one document")]
    [InlineData("hooks:\n\tpre_tool_call: []\n", "invalid YAML in Hermes config")]
    public async Task Install_FormThatCannotBeEdited_LeavesTheFileAndSaysWhere(string text, string problem)
    {
        using InstallFixture fixture = Arrange(text);
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome outcome = await HookInstallService.InstallAsync(Options(fixture), TestContext.Current.CancellationToken);

        Assert.Contains(problem, outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_BytesThatAreNoText_AreLeftAsTheyAre()
    {
        using InstallFixture fixture = Arrange("");
        File.WriteAllBytes(Configuration(fixture), [(byte)'a', 0xFF, 0xFE]);

        InstallOutcome outcome = await HookInstallService.InstallAsync(Options(fixture), TestContext.Current.CancellationToken);

        Assert.Contains("UTF-8", outcome.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_AfterTheProgramMoved_BringsTheCommandUpToDateAndKeepsWhatWasAdded()
    {
        using InstallFixture fixture = Arrange("model: x\n");
        Dictionary<string, string> before = fixture.Files();
        await fixture.InstallAsync(Options(fixture));
        string installed = Text(fixture)!;
        InstallFixture.Write(Configuration(fixture), installed.Replace(fixture.State.Root + "/bin/", "/elsewhere/", StringComparison.Ordinal).Replace("timeout: 30", "timeout: 30\n      fail_closed: false", StringComparison.Ordinal));

        await fixture.InstallAsync(Options(fixture));

        Assert.Equal(installed, Text(fixture)!.Replace("\n      fail_closed: false", "", StringComparison.Ordinal));
        await fixture.UninstallAsync(Options(fixture));
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_HooksPutInByHand_AreLeftAloneAndNotDoubled()
    {
        using InstallFixture fixture = Arrange("hooks:\n  pre_tool_call:\n    - command: nemo-flow-hook hermes --gateway-url http://127.0.0.1:4040\n");

        InstallOutcome outcome = await fixture.InstallAsync(Options(fixture));

        Assert.Equal(12, Count(fixture));
        Assert.Contains(outcome.Notes, n => n.Contains("put in by hand (pre_tool_call)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_Project_WritesThereAndSaysWhatHermesNeeds()
    {
        using InstallFixture fixture = Arrange(null);
        Dictionary<string, string> before = fixture.Files();
        InstallOptions options = Options(fixture) with { Scope = InstallScope.Project };

        InstallOutcome outcome = await fixture.InstallAsync(options);

        string folder = Path.Combine(fixture.Project, ".hermes");
        Assert.Contains(outcome.Notes, n => n.Contains("HERMES_HOME=" + folder, StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "config.yaml")));
        await fixture.UninstallAsync(options);
        Assert.Equal(before, fixture.Files());
    }

    [Theory]
    [InlineData(ProviderRouting.Alias)]
    [InlineData(ProviderRouting.BuiltIn)]
    public async Task Install_Routed_IsRefusedWithAnAlternative(ProviderRouting routing)
    {
        using InstallFixture fixture = Arrange("model: x\n");

        InstallOutcome outcome = await HookInstallService.InstallAsync(Options(fixture) with { Routing = routing }, TestContext.Current.CancellationToken);

        Assert.Contains("nemo-flow hermes", outcome.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(12, false)]
    [InlineData(13, false)]
    [InlineData(0, true)]
    public async Task Probe_Approvals_AreCountedByEventAndCommand(int approved, bool all)
    {
        using InstallFixture fixture = Arrange(all ? "hooks_auto_accept: true\n" : "model: x\n");
        await fixture.InstallAsync(Options(fixture));
        IHookInstaller installer = HookInstallers.Find(AgentKinds.Hermes)!;
        HookInstallService.Request(installer, Options(fixture), null, out InstallRequest? request);
        IEnumerable<string> entries = installer.Find(request!).Take(approved).Select(h => $$"""{"event": "{{h.Event}}", "command": "{{h.Command}}"}""");
        InstallFixture.Write(Path.Combine(fixture.Home, ".hermes", "shell-hooks-allowlist.json"), $$"""{"approvals": [{{string.Join(',', entries)}}, {"event": "on_session_end", "command": "other"}]}""");

        AgentFacts facts = await AgentProbe.ReadAsync(installer, Options(fixture), [], TestContext.Current.CancellationToken);

        Assert.Equal(all ? 13 : approved, facts.Approved);
        Assert.Equal(13, facts.Hooks.Count);
    }

    private static InstallFixture Arrange(string? text)
    {
        InstallFixture fixture = new();
        Directory.CreateDirectory(Path.Combine(fixture.Home, ".hermes"));
        if (text is not null)
        {
            InstallFixture.Write(Configuration(fixture), text);
        }

        return fixture;
    }

    private static InstallOptions Options(InstallFixture fixture) => fixture.Options() with { Agent = AgentKinds.Hermes };

    private static string Configuration(InstallFixture fixture) => Path.Combine(fixture.Home, ".hermes", "config.yaml");

    private static string? Text(InstallFixture fixture) => File.Exists(Configuration(fixture)) ? File.ReadAllText(Configuration(fixture)) : null;

    private static int Count(InstallFixture fixture) => Text(fixture)!.Split("--installed").Length - 1;
}
