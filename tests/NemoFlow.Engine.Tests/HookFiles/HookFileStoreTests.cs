// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Cursor;
using NemoFlow.Engine.HookFiles;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Tests.HookFiles;

public sealed class HookFileStoreTests : IDisposable
{
    private const string Users = "{\n  \"version\": 1,\n  \"hooks\": { \"stop\": [{\"command\": \"mine\"}] } // mine\n}\n";

    private readonly TemporaryState _state = new();
    private readonly HookFileStore _store;
    private readonly string _file;

    public HookFileStoreTests()
    {
        _store = new HookFileStore(_state.State, TimeProvider.System);
        _file = Path.Combine(_state.Work, ".cursor", "hooks.json");
    }

    private string Text => File.ReadAllText(_file);

    private bool IsPatched => Text.Contains("--in-run", StringComparison.Ordinal);

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Release_FileThatWasAbsent_LeavesNeitherFileNorFolder()
    {
        HookFileLease lease = await AcquireAsync("r1");
        Assert.True(IsPatched);

        Assert.Null(await lease.ReleaseAsync());

        Assert.Empty(Directory.EnumerateFileSystemEntries(_state.Work));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_state.State.Root, "hook-files")), f => f.EndsWith(".json", StringComparison.Ordinal) || f.EndsWith(".run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Release_FirstOfTwoRuns_KeepsTheHooks()
    {
        Write(Users);
        HookFileLease one = await AcquireAsync("r1");
        string patched = Text;
        HookFileLease two = await AcquireAsync("r2");
        Assert.Equal(patched, Text);

        await one.ReleaseAsync();
        Assert.Equal(patched, Text);
        await two.ReleaseAsync();

        Assert.Equal(Users, Text);
    }

    [Fact]
    public async Task Recover_RunIsAlive_LeavesTheFile()
    {
        HookFileLease lease = await AcquireAsync("r1");

        Assert.Empty(await new HookFileStore(_state.State, TimeProvider.System).RecoverAsync());

        Assert.True(IsPatched);
        await lease.ReleaseAsync();
    }

    [Fact]
    public async Task Recover_RunIsGone_RestoresTheFile()
    {
        Write(Users);
        HookFileLease lease = await AcquireAsync("r1");
        StateFolder killed = AfterKill();
        string patched = Text;
        await lease.ReleaseAsync();
        Write(patched);

        Assert.Empty(await new HookFileStore(killed, TimeProvider.System).RecoverAsync());

        Assert.Equal(Users, Text);
    }

    [Fact]
    public async Task Acquire_AfterAKilledRun_TakesTheFileBeforeThatForTheOriginal()
    {
        Write(Users);
        HookFileLease lease = await AcquireAsync("r1");
        StateFolder killed = AfterKill();
        string patched = Text;
        await lease.ReleaseAsync();
        Write(patched);

        HookFileLease next = await new HookFileStore(killed, TimeProvider.System).AcquireAsync(Patch(_file), "r2");
        Assert.True(IsPatched);
        await next.ReleaseAsync();

        Assert.Equal(Users, Text);
    }

    [Fact]
    public async Task Acquire_HooksOfARunThatNobodyKnows_AreNotTakenForTheUsers()
    {
        Write(Encoding.UTF8.GetString(CursorHooksFile.Merge(Encoding.UTF8.GetBytes(Users), "/elsewhere/hook cursor --in-run", "x")));

        HookFileLease lease = await AcquireAsync("r1");
        await lease.ReleaseAsync();

        Assert.Equal(Users, Text);
    }

    [Fact]
    public async Task Release_UserEditedMeanwhile_TakesOutOnlyOurs()
    {
        Write(Users);
        HookFileLease lease = await AcquireAsync("r1");
        Write(Text.Replace("\"mine\"", "\"mine, changed\"", StringComparison.Ordinal));

        await lease.ReleaseAsync();

        Assert.Equal(Users.Replace("\"mine\"", "\"mine, changed\"", StringComparison.Ordinal), Text);
    }

    [Fact]
    public async Task Release_UserEditedBetweenTwoRuns_KeepsTheEdit()
    {
        Write(Users);
        HookFileLease one = await AcquireAsync("r1");
        Write(Text.Replace("// mine", "// edited", StringComparison.Ordinal));
        HookFileLease two = await AcquireAsync("r2");

        await two.ReleaseAsync();
        await one.ReleaseAsync();

        Assert.Equal(Users.Replace("// mine", "// edited", StringComparison.Ordinal), Text);
    }

    [Fact]
    public async Task Release_UserRemovedTheFile_DoesNotBringItBack()
    {
        Write(Users);
        HookFileLease lease = await AcquireAsync("r1");
        File.Delete(_file);

        Assert.Null(await lease.ReleaseAsync());

        Assert.False(File.Exists(_file));
    }

    [Fact]
    public async Task Release_FileIsBrokenJustThen_SaysSoAndRestoresLater()
    {
        Write(Users);
        HookFileLease lease = await AcquireAsync("r1");
        string patched = Text;
        Write(patched[..^4]);

        Assert.Contains("next start", await lease.ReleaseAsync(), StringComparison.Ordinal);
        Write(patched);
        Assert.Empty(await _store.RecoverAsync());

        Assert.Equal(Users, Text);
    }

    [Fact]
    public async Task Acquire_ThroughALinkAndDirectly_IsOneFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need privileges there.");
        Write(Users);
        string link = Path.Combine(_state.Work, "link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(_file)!);
        HookFileLease one = await AcquireAsync("r1");
        HookFileLease two = await _store.AcquireAsync(new HookFilePatch(AgentKinds.Cursor, Path.Combine(link, "hooks.json"), Patch(_file).Command), "r2");

        await one.ReleaseAsync();
        Assert.True(IsPatched);
        await two.ReleaseAsync();

        Assert.Equal(Users, Text);
    }

    [Fact]
    public async Task Acquire_ManyAtOnce_EndsAsItBegan()
    {
        Write(Users);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            HookFileLease lease = await AcquireAsync("r" + i);
            Assert.True(IsPatched);
            await lease.ReleaseAsync();
        })));

        Assert.Equal(Users, Text);
    }

    private static HookFilePatch Patch(string file) => new(AgentKinds.Cursor, file, CursorHooksFile.RunCommand("'/path with spaces/hook'"));

    private Task<HookFileLease> AcquireAsync(string run) => _store.AcquireAsync(Patch(_file), run);

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        File.WriteAllText(_file, text);
    }

    /// <summary>The state as a killed process leaves it: all files, and no lock on any.</summary>
    private StateFolder AfterKill()
    {
        string copy = Path.Combine(_state.Work, "..", "killed");
        string source = Path.Combine(_state.State.Root, "hook-files");
        Directory.CreateDirectory(Path.Combine(copy, "hook-files"));
        foreach (string file in Directory.EnumerateFiles(source))
        {
            string target = Path.Combine(copy, "hook-files", Path.GetFileName(file));
            File.WriteAllBytes(target, file.EndsWith(".json", StringComparison.Ordinal) ? File.ReadAllBytes(file) : []);
        }

        return new StateFolder(copy);
    }
}
