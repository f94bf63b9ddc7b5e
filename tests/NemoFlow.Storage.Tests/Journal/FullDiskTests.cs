// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;
using NemoFlow.Storage.Tests.Support;

namespace NemoFlow.Storage.Tests.Journal;

/// <summary>The limit holds for the whole process, so these run while nothing else does.</summary>
[CollectionDefinition(nameof(FullDisk), DisableParallelization = true)]
public sealed class FullDisk;

[Collection(nameof(FullDisk))]
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryJournals _journals = new();

    public FullDiskTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is set as Linux sets it.");

    public void Dispose() => _journals.Dispose();

    [Fact]
    public void Flush_DiskFullInMidLine_LosesTheBatchAndNothingElse()
    {
        string text = new('t', 1000);
        string data = $$"""{"text":"{{text}}"}""";
        using JournalSet journals = _journals.Open();
        journals.Append(TemporaryJournals.Entry(data));
        journals.Flush((_, reason) => Assert.Fail(reason));
        long before = new FileInfo(_journals.PathOf()).Length;
        int lost = 0;
        using (new FileSizeLimit((ulong)before + 100))
        {
            journals.Append(TemporaryJournals.Entry($$"""{"text":"{{new string('u', 1000)}}"}"""));
            journals.Append(TemporaryJournals.Request("""{"input":[1,2]}"""));
            Assert.Equal(["s"], journals.Flush((count, _) => lost += count));
        }

        Assert.Equal(2, lost);
        Assert.Equal(before, new FileInfo(_journals.PathOf()).Length);
        journals.Append(TemporaryJournals.Entry(data));
        journals.Append(TemporaryJournals.Entry($$"""{"text":"{{new string('u', 1000)}}"}"""));
        journals.Append(TemporaryJournals.Request("""{"input":[1,2,3]}"""));
        Assert.Empty(journals.Flush((_, reason) => Assert.Fail(reason)));
        IReadOnlyList<SessionEvent> events = _journals.Read();
        Assert.Equal(4, events.Count);
        Assert.Equal(new string('u', 1000), events[2].Data.GetProperty("text").GetString());
        Assert.Equal(0, events[3].Data.GetProperty("items_from").GetInt32());
    }

    [Fact]
    public void Flush_DiskFullBeforeTheFirstLine_LeavesAFileThatTellsItsSessionLater()
    {
        using JournalSet journals = _journals.Open();
        int lost = 0;
        using (new FileSizeLimit(10))
        {
            journals.Append(TemporaryJournals.Entry("""{"n":1}"""));
            journals.Flush((count, _) => lost += count);
        }

        Assert.Equal(1, lost);
        journals.Append(TemporaryJournals.Entry("""{"n":2}"""));
        Assert.Empty(journals.Flush((_, reason) => Assert.Fail(reason)));
        Assert.Equal(2, Assert.Single(_journals.Read()).Data.GetProperty("n").GetInt32());
    }

    [Fact]
    public void AtomicWrite_DiskFull_LeavesTheOldFileAndNothingElse()
    {
        string path = Path.Combine(_journals.Folder, "file");
        File.WriteAllText(path, "old");
        using (new FileSizeLimit(10))
        {
            Assert.ThrowsAny<Exception>(() => AtomicFile.Write(path, new byte[1000]));
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_journals.Folder));
    }
}
