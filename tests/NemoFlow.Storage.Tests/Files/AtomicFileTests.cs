// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_NewFile_IsForItsOwnerOnly()
    {
        string path = Path.Combine(_folder, "new.json");

        AtomicFile.Write(path, "content"u8);

        Assert.Equal("content", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void Write_Link_ReplacesWhatItPointsTo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string target = Path.Combine(_folder, "target");
        string middle = Path.Combine(_folder, "middle");
        string link = Path.Combine(_folder, "link");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(middle, "target");
        File.CreateSymbolicLink(link, middle);

        AtomicFile.Write(link, "new"u8);

        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.NotNull(new FileInfo(middle).LinkTarget);
    }

    [Fact]
    public async Task Write_WhileAnotherThreadReads_IsSeenWholeOrNotAtAll()
    {
        string path = Path.Combine(_folder, "file");
        AtomicFile.Write(path, Content('a'));
        using CancellationTokenSource done = new();
        Task<int> reader = Task.Run(
            () =>
            {
                int reads = 0;
                while (!done.IsCancellationRequested || reads == 0)
                {
                    string text = File.ReadAllText(path);
                    Assert.Equal(100000, text.Length);
                    Assert.Equal(text.Length, text.Count(c => c == text[0]));
                    reads++;
                }

                return reads;
            },
            TestContext.Current.CancellationToken);
        for (int i = 0; i < 200; i++)
        {
            AtomicFile.Write(path, Content((char)('a' + (i % 26))));
        }

        await done.CancelAsync();
        Assert.InRange(await reader, 1, int.MaxValue);
    }

    [Fact]
    public void Write_FolderMissing_Throws() =>
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_folder, "none", "file"), "x"u8));

    [Fact]
    public void RemoveAbandoned_LeftByADeadProcess_GoesAndNothingElse()
    {
        using Process ended = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        ended.WaitForExit();
        string id = Guid.NewGuid().ToString("N");
        string dead = Path.Combine(_folder, $".a.atif.json.nf{ended.Id}-{id}.tmp");
        string[] others =
        [
            Path.Combine(_folder, $".a.atif.json.nf{Environment.ProcessId}-{id}.tmp"),
            Path.Combine(_folder, $".a.atif.json.{id}.tmp"),
            Path.Combine(_folder, ".vimrc.tmp"),
            Path.Combine(_folder, $"a.atif.json.nf{ended.Id}-{id}"),
        ];
        foreach (string path in (string[])[dead, .. others])
        {
            File.WriteAllText(path, "");
        }

        AtomicFile.RemoveAbandoned(_folder);
        AtomicFile.RemoveAbandoned(Path.Combine(_folder, "none"));

        Assert.Equal(others.Order(StringComparer.Ordinal), Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal));
    }

    private static byte[] Content(char c) => [.. Enumerable.Repeat((byte)c, 100000)];
}
