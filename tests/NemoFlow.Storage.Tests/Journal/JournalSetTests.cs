// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Storage.Journal;
using NemoFlow.Storage.Tests.Support;

namespace NemoFlow.Storage.Tests.Journal;

public sealed class JournalSetTests : IDisposable
{
    private readonly TemporaryJournals _journals = new();

    public void Dispose() => _journals.Dispose();

    [Fact]
    public void Append_ManySessions_KeepsFewFilesOpenAndLosesNothing()
    {
        const int Sessions = 300;
        string text = new('t', 300);
        using (JournalSet journals = _journals.Open())
        {
            for (int round = 0; round < 3; round++)
            {
                for (int session = 0; session < Sessions; session++)
                {
                    Assert.Null(journals.Append(TemporaryJournals.Entry($$"""{"round":{{round}},"text":"{{text}}"}""", "s" + session)));
                    if (session % 7 == 0)
                    {
                        journals.Flush((_, reason) => Assert.Fail(reason));
                    }
                }
            }

            journals.Flush((_, reason) => Assert.Fail(reason));
            Assert.InRange(OpenFiles(), 1, 128);
        }

        for (int session = 0; session < Sessions; session++)
        {
            Assert.Equal([(1L, 0), (2L, 1), (3L, 2)], _journals.Read("s" + session).Select(e => (e.Sequence, e.Data.GetProperty("round").GetInt32())));
        }
    }

    [Fact]
    public async Task ReadNew_WhileAnotherThreadWrites_GivesEveryEventOnceInOrder()
    {
        const int Count = 3000;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        _journals.Write(TemporaryJournals.Entry("""{"n":-1}"""));
        Task writer = Task.Run(
            () =>
            {
                using JournalSet journals = _journals.Open();
                for (int i = 0; i < Count; i++)
                {
                    journals.Append(TemporaryJournals.Entry($$"""{"n":{{i}},"text":"{{new string((char)('a' + (i % 20)), 500)}}"}"""));
                    if (i % 3 == 0)
                    {
                        journals.Flush((_, reason) => Assert.Fail(reason));
                    }
                }

                journals.Flush((_, reason) => Assert.Fail(reason));
            },
            cancellation);

        List<int> read = [];
        using JournalReader reader = new(_journals.PathOf());
        while (!writer.IsCompleted)
        {
            read.AddRange(reader.ReadNew().Select(e => e.Data.GetProperty("n").GetInt32()));
            await Task.Yield();
        }

        await writer;
        read.AddRange(reader.ReadNew().Select(e => e.Data.GetProperty("n").GetInt32()));
        Assert.Equal(Enumerable.Range(-1, Count + 1), read);
        Assert.Equal(0, reader.UnreadableLines);
        Assert.Equal(new FileInfo(_journals.PathOf()).Length, reader.Position);
    }

    [Fact]
    public void Append_FolderThatCannotBeMade_SaysWhy()
    {
        File.WriteAllText(Path.Combine(_journals.Folder, "s"), "a file where the folder should be");
        using JournalSet journals = _journals.Open();

        Assert.NotNull(journals.Append(TemporaryJournals.Entry("{}")));
        Assert.Null(journals.Append(TemporaryJournals.Entry("{}", "other")));
        Assert.Empty(journals.Flush((_, reason) => Assert.Fail(reason)));
    }

    [Fact]
    public void Files_AreForTheirOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        if (!OperatingSystem.IsWindows())
        {
            string folder = Path.Combine(_journals.Folder, "deep", "sessions");
            using JournalSet journals = new(folder, "gw");
            Assert.Null(journals.Append(TemporaryJournals.Entry("{}")));
            journals.Flush((_, reason) => Assert.Fail(reason));

            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Private, File.GetUnixFileMode(Path.Combine(folder, "s", "gw.jsonl")));
            foreach (string made in (string[])[Path.Combine(folder, "s"), folder, Path.GetDirectoryName(folder)!])
            {
                Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
            }
        }
    }

    [Fact]
    public void ReadNew_SeveralGateways_GivesTheEventsOfAllAndTheirPositions()
    {
        foreach (string gateway in (string[])["g1", "g2"])
        {
            using JournalSet journals = new(_journals.Folder, gateway);
            journals.Append(TemporaryJournals.Entry("{}"));
            journals.Append(TemporaryJournals.Entry("{}"));
            journals.Flush((_, reason) => Assert.Fail(reason));
        }

        using SessionJournal session = new(_journals.Folder, "s");

        Assert.Equal(["g1-1", "g1-2", "g2-1", "g2-2"], session.ReadNew().Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Gateway}-{e.Sequence}")).Order());
        Assert.Equal(new Dictionary<string, long> { ["g1.jsonl"] = 2, ["g2.jsonl"] = 2 }, session.Positions);
        Assert.Empty(session.ReadNew());
        Assert.True(SessionJournal.Exists(_journals.Folder, "s"));
        Assert.False(SessionJournal.Exists(_journals.Folder, "other"));
    }

    private int OpenFiles() => OperatingSystem.IsLinux()
        ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget?.StartsWith(_journals.Folder, StringComparison.Ordinal) == true)
        : 1;
}
