// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Codex's notice in the place of hooks, and back.</summary>
public sealed class NotifyInstallTests
{
    public static TheoryData<string> Names => [.. AwkwardFiles.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Uninstall_NothingElseChanged_GivesEveryByteBack(string name)
    {
        using InstallFixture fixture = new();
        (_, string? hooks, string? configuration) = AwkwardFiles.All.Single(f => f.Name == name);
        Write(fixture.Hooks, hooks);
        Write(fixture.Configuration, configuration);
        Dictionary<string, string> before = fixture.Files();
        InstallOptions options = fixture.Options() with { Notify = true };

        await fixture.InstallAsync(options);
        Dictionary<string, string> installed = fixture.Files();

        Assert.Contains("--notify", File.ReadAllText(fixture.Configuration), StringComparison.Ordinal);
        Assert.DoesNotContain("nemo-flow", File.Exists(fixture.Hooks) ? File.ReadAllText(fixture.Hooks) : "", StringComparison.Ordinal);
        Assert.Empty((await fixture.InstallAsync()).Edits);
        Assert.Equal(installed, fixture.Files());
        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    [Fact]
    public async Task Install_NoticeAfterHooks_TakesTheHooksOut()
    {
        using InstallFixture fixture = new();
        Write(fixture.Configuration, "# mine\nmodel = \"x\"\n");
        Dictionary<string, string> before = fixture.Files();
        await fixture.InstallAsync(fixture.Options(ProviderRouting.BuiltIn));

        await fixture.InstallAsync(fixture.Options() with { Notify = true });

        string text = File.ReadAllText(fixture.Configuration);
        Assert.False(File.Exists(fixture.Hooks));
        Assert.DoesNotContain("hooks = true", text, StringComparison.Ordinal);
        Assert.DoesNotContain("openai_base_url", text, StringComparison.Ordinal);
        await fixture.UninstallAsync();
        Assert.Equal(before, fixture.Files());
    }

    private static void Write(string path, string? text)
    {
        if (text is not null)
        {
            InstallFixture.Write(path, text);
        }
    }
}
