// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;

namespace NemoFlow.Agents.Tests.Codex;

/// <summary>Codex's notice at the end of a turn, for places where hooks may not run.</summary>
public sealed class CodexNotifyTests
{
    private const string Ours = "notify = [\"/s/bin/nemo-flow-hook\", \"codex\", \"--installed\", \"--notify\"]\n";

    private static readonly string Configuration = Path.Combine(Path.GetFullPath("/u"), "config.toml");

    private readonly Dictionary<string, byte[]> _files = [];

    [Theory]
    [InlineData("allow_managed_hooks_only = true\n", "allow_managed_hooks_only")]
    [InlineData("[features]\nhooks = false\n", "[features] hooks = false")]
    public void Install_HooksAreLocked_TakesTheNoticeAndSaysWhy(string requirements, string reason)
    {
        Put(CodexFiles.Requirements, requirements);

        InstallPlan plan = new CodexInstaller().Install(Request());

        FileEdit edit = Assert.Single(plan.Edits);
        Assert.Equal((Configuration, Ours), (edit.Path, Encoding.UTF8.GetString(edit.After!)));
        Assert.Contains(plan.Notes, n => n.Contains(reason, StringComparison.Ordinal) && n.Contains("would never run", StringComparison.Ordinal));
    }

    [Fact]
    public void Install_NoticeIsThereAlready_KeepsItWithoutBeingAsked()
    {
        Put(Configuration, Ours);

        Assert.Empty(new CodexInstaller().Install(Request()).Edits);
        Assert.True(Assert.Single(new CodexInstaller().Find(Request())).IsNotice);
    }

    [Fact]
    public void Install_ProgramOfTheUsersOwn_IsKeptAndTheWayToHaveBothIsSaid()
    {
        Put(Configuration, "notify = ['terminal-notifier', '-x']\n");

        InstallPlan refused = new CodexInstaller().Install(Request() with { Notify = true });
        Assert.Contains("your notify program is kept (terminal-notifier -x)", refused.Problem, StringComparison.Ordinal);
        Assert.Contains("/s/bin/nemo-flow-hook codex --installed --notify with the same last argument", refused.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProviderRouting.Alias)]
    [InlineData(ProviderRouting.BuiltIn)]
    public void Install_RoutedWithoutHooks_IsRefusedSinceNothingWouldStartAGateway(ProviderRouting routing)
    {
        Put(CodexFiles.Requirements, "allow_managed_hooks_only = true\n");

        Assert.Contains("nothing would start a gateway", new CodexInstaller().Install(Request() with { Routing = routing }).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_ForAProject_IsRefused() => Assert.Contains(
        "leave out --scope project", new CodexInstaller().Install(Request() with { Notify = true, Scope = InstallScope.Project }).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# mine\nmodel = \"x\"\n\n[features] # here\nweb = true\n")]
    public void Uninstall_WithoutNotes_TakesTheNoticeOut(string text)
    {
        Put(Configuration, text);
        Put(Configuration, Encoding.UTF8.GetString(Assert.Single(new CodexInstaller().Install(Request() with { Notify = true }).Edits).After!));

        InstallPlan plan = new CodexInstaller().Uninstall(Request());

        Assert.Equal(text, Encoding.UTF8.GetString(Assert.Single(plan.Edits).After ?? []));
    }

    [Fact]
    public void Inspect_LockedHooks_IsAnObstacleUntilTheNoticeIsInstalled()
    {
        Put(CodexFiles.Requirements, "allow_managed_hooks_only = true\n");

        Assert.Equal("hooks_locked", Assert.Single(new CodexInstaller().Inspect(Request()).Obstacles).Code);
        Put(Configuration, Ours);
        Assert.Empty(new CodexInstaller().Inspect(Request()).Obstacles);
    }

    private void Put(string path, string text) => _files[path] = Encoding.UTF8.GetBytes(text);

    private InstallRequest Request() => new()
    {
        UserFolder = Path.GetFullPath("/u"),
        ProjectFolder = Path.GetFullPath("/p"),
        HookClient = ["/s/bin/nemo-flow-hook"],
        GatewayUrl = "http://127.0.0.1:4040",
        Environment = _ => null,
        Read = path => _files.GetValueOrDefault(path),
    };
}
