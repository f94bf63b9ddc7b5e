// SPDX-License-Identifier: Apache-2.0
using System.IO.Enumeration;

namespace NemoFlow.Storage.Catalog;

/// <summary>What the journal files of a session look like from outside. Journals only grow, so that an equal stamp means equal content.</summary>
/// <param name="Files">How many there are.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="WrittenTicks">When the latest was written, in ticks of UTC.</param>
public readonly record struct JournalStamp(int Files, long Bytes, long WrittenTicks)
{
    private static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = 0 };

    /// <summary>When the latest journal file was written.</summary>
    public DateTimeOffset Written => new(WrittenTicks, TimeSpan.Zero);

    /// <summary>The stamps of all sessions by the name of their folder, in one walk.</summary>
    public static Dictionary<string, JournalStamp> ReadAll(string sessionsFolder)
    {
        Dictionary<string, JournalStamp> stamps = new(StringComparer.Ordinal);
        if (!Directory.Exists(sessionsFolder))
        {
            return stamps;
        }

        FileSystemEnumerable<(string Folder, long Bytes, long Ticks)> files = new(
            sessionsFolder,
            (ref FileSystemEntry entry) => (Path.GetFileName(entry.Directory).ToString(), entry.Length, entry.LastWriteTimeUtc.UtcTicks),
            Options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".jsonl", StringComparison.Ordinal),
        };
        foreach ((string folder, long bytes, long ticks) in files)
        {
            JournalStamp sum = stamps.GetValueOrDefault(folder);
            stamps[folder] = new JournalStamp(sum.Files + 1, sum.Bytes + bytes, Math.Max(sum.WrittenTicks, ticks));
        }

        return stamps;
    }
}
