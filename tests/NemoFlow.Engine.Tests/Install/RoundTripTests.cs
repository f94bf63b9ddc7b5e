// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>What was there before an installation is there after its removal, byte for byte.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string, ProviderRouting> Cases
    {
        get
        {
            TheoryData<string, ProviderRouting> cases = [];
            foreach ((string name, _, _) in AwkwardFiles.All)
            {
                cases.Add(name, ProviderRouting.None);
                if (name == "one megabyte")
                {
                    continue;
                }

                cases.Add(name, ProviderRouting.Alias);
                cases.Add(name, ProviderRouting.BuiltIn);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Uninstall_NothingElseChanged_GivesEveryByteBack(string name, ProviderRouting routing)
    {
        using InstallFixture fixture = Arrange(name);
        Dictionary<string, string> before = fixture.Files();

        await fixture.InstallAsync(fixture.Options(routing));
        Assert.Equal(14, HooksIn(fixture));
        Dictionary<string, string> installed = fixture.Files();
        InstallOutcome again = await fixture.InstallAsync(fixture.Options(routing));
        Assert.Empty(again.Edits);
        Assert.Equal(installed, fixture.Files());
        await fixture.UninstallAsync();

        Assert.Equal(before, fixture.Files());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(fixture.State.Root, "installs")));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Uninstall_OthersChangedTheFilesMeanwhile_TakesOutOursOnly(string name, ProviderRouting routing)
    {
        using InstallFixture fixture = Arrange(name);
        string? hooks = Read(fixture.Hooks);
        string? configuration = Read(fixture.Configuration);

        await fixture.InstallAsync(fixture.Options(routing));
        File.AppendAllText(fixture.Hooks, "\n ");
        File.AppendAllText(fixture.Configuration, "\n[added.later]\nx = 1\n");
        await fixture.UninstallAsync();

        string left = Read(fixture.Configuration)!;
        Assert.Contains("[added.later]", left, StringComparison.Ordinal);
        Assert.DoesNotContain("nemo", left, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("trusted_hash = \"sha256:" + new string('0', 1), string.IsNullOrEmpty(configuration) ? left : left.Replace(configuration, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("nemo-flow", Read(fixture.Hooks) ?? "", StringComparison.Ordinal);
        if (!string.IsNullOrWhiteSpace(configuration))
        {
            Assert.Equal(configuration.TrimEnd(), left.Replace("[added.later]", "", StringComparison.Ordinal).Replace("x = 1", "", StringComparison.Ordinal).TrimEnd());
        }

        if (!string.IsNullOrWhiteSpace(hooks))
        {
            Assert.Equal(hooks + "\n ", Read(fixture.Hooks));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Uninstall_RecordsAreLost_LeavesNoHookOfOurs(string name, ProviderRouting routing)
    {
        using InstallFixture fixture = Arrange(name);
        string? hooks = Read(fixture.Hooks);

        await fixture.InstallAsync(fixture.Options(routing));
        fixture.ForgetRecords();
        await fixture.UninstallAsync();

        Assert.DoesNotContain("nemo-flow", Read(fixture.Hooks) ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("nemo", Read(fixture.Configuration) ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("127.0.0.1:4040", Read(fixture.Configuration) ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.json:", Read(fixture.Configuration) ?? "", StringComparison.Ordinal);
        if (!string.IsNullOrWhiteSpace(hooks) && hooks != "{}" && name is not ("no final line break" or "comments everywhere" or "duplicate members"))
        {
            Assert.Equal(hooks, Read(fixture.Hooks));
        }
    }

    [Fact]
    public async Task Install_AfterTheProgramMoved_BringsTheCommandUpToDate()
    {
        using InstallFixture fixture = Arrange("hooks of others");
        Dictionary<string, string> before = fixture.Files();
        await fixture.InstallAsync();
        InstallFixture.Write(fixture.Hooks, Read(fixture.Hooks)!.Replace(fixture.State.Root + "/bin/", "/elsewhere/old version/", StringComparison.Ordinal));

        await fixture.InstallAsync();

        Assert.Equal(14, HooksIn(fixture));
        Assert.DoesNotContain("/elsewhere", Read(fixture.Hooks), StringComparison.Ordinal);
        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_HooksPutInByHand_AreLeftAloneAndNotDoubled()
    {
        using InstallFixture fixture = new();
        InstallFixture.Write(fixture.Hooks, """{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "nemo-flow-hook codex --gateway-url http://127.0.0.1:4040"}]}]}}""");
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome outcome = await fixture.InstallAsync();

        Assert.Equal(13, HooksIn(fixture));
        Assert.Contains(outcome.Notes, n => n.Contains("put in by hand (Stop)", StringComparison.Ordinal));
        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_RoutedAnotherWayLater_ReplacesTheFirstWay()
    {
        using InstallFixture fixture = Arrange("comments everywhere");
        Dictionary<string, string> before = fixture.Files();
        await fixture.InstallAsync(fixture.Options(ProviderRouting.Alias));
        await fixture.InstallAsync(fixture.Options(ProviderRouting.BuiltIn));

        string text = Read(fixture.Configuration)!;

        Assert.DoesNotContain("nemo-flow-openai", text, StringComparison.Ordinal);
        Assert.Contains("openai_base_url = \"http://127.0.0.1:4040\"", text, StringComparison.Ordinal);
        await fixture.InstallAsync();
        Assert.Equal(text, Read(fixture.Configuration));
        await fixture.InstallAsync(fixture.Options(ProviderRouting.None));
        Assert.DoesNotContain("127.0.0.1", Read(fixture.Configuration), StringComparison.Ordinal);
        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Uninstall_UserChangedAValueThatWasSet_KeepsTheUsers()
    {
        using InstallFixture fixture = Arrange("hooks switched off");
        await fixture.InstallAsync(fixture.Options(ProviderRouting.Alias));
        InstallFixture.Write(fixture.Configuration, Read(fixture.Configuration)!.Replace("model_provider = \"nemo-flow-openai\"", "model_provider = \"mine\"", StringComparison.Ordinal));

        await fixture.UninstallAsync();

        Assert.Equal("model_provider = \"mine\"\n\n[features]\nhooks    =   false   # no hooks, please\nweb = 1\n", Read(fixture.Configuration));
    }

    [Theory]
    [InlineData("model_provider = \"azure\"\n[model_providers.azure]\nbase_url = \"https://x\"\n", "your provider 'azure' is kept")]
    [InlineData("openai_base_url = \"https://proxy\"\n", "your openai_base_url is kept")]
    [InlineData("profile = \"p\"\n[profiles.p]\nmodel_provider = \"local\"\n", "your provider 'local' is kept")]
    public async Task Install_ProviderOfTheUsersChoice_IsNotRouted(string configuration, string problem)
    {
        using InstallFixture fixture = new();
        InstallFixture.Write(fixture.Configuration, configuration);
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome outcome = await HookInstallService.InstallAsync(fixture.Options(ProviderRouting.BuiltIn), TestContext.Current.CancellationToken);

        Assert.Contains(problem, outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Files());
        await fixture.InstallAsync();
    }

    [Fact]
    public async Task Install_Project_WritesUnderTheProjectAndTakesItsFolderAway()
    {
        using InstallFixture fixture = Arrange("comments everywhere");
        Dictionary<string, string> before = fixture.Files();
        InstallOptions options = fixture.Options(trust: false) with { Scope = InstallScope.Project };

        await fixture.InstallAsync(options);

        Assert.Contains("--installed", Read(Path.Combine(fixture.Project, ".codex", "hooks.json")), StringComparison.Ordinal);
        Assert.Equal("[features]\nhooks = true\n", Read(Path.Combine(fixture.Project, ".codex", "config.toml")));
        await fixture.UninstallAsync(options);
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_DryRun_WritesNothingAtAll()
    {
        using InstallFixture fixture = Arrange("hooks of others");
        Dictionary<string, string> before = fixture.Files();

        InstallOutcome outcome = await fixture.InstallAsync(fixture.Options(ProviderRouting.Alias) with { DryRun = true });

        Assert.Equal(before, fixture.Files());
        Assert.False(Directory.Exists(fixture.State.Root));
        Assert.Equal(["hooks.json", "config.toml"], outcome.Edits.Select(e => Path.GetFileName(e.Path)));
        string diff = LineDiff.Unified("config.toml", Encoding.UTF8.GetString(outcome.Edits[1].Before!), Encoding.UTF8.GetString(outcome.Edits[1].After!));
        Assert.Contains("+model_provider = \"nemo-flow-openai\"\n", diff, StringComparison.Ordinal);
        Assert.Contains("+trusted_hash = \"sha256:", diff, StringComparison.Ordinal);
    }

    private static InstallFixture Arrange(string name)
    {
        InstallFixture fixture = new();
        (_, string? hooks, string? configuration) = AwkwardFiles.All.Single(f => f.Name == name);
        if (hooks is not null)
        {
            InstallFixture.Write(fixture.Hooks, hooks);
        }

        if (configuration is not null)
        {
            InstallFixture.Write(fixture.Configuration, configuration);
        }

        return fixture;
    }

    private static string? Read(string path) => File.Exists(path) ? Encoding.UTF8.GetString(File.ReadAllBytes(path)) : null;

    private static int HooksIn(InstallFixture fixture) => Read(fixture.Hooks)!.Split("--installed").Length - 1;
}
