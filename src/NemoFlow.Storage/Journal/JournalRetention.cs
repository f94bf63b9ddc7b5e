// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Journal;

/// <summary>Which sessions are kept. Nothing is removed unless a limit is set.</summary>
/// <param name="MaxAge">Sessions without an event for longer are removed; null keeps all.</param>
/// <param name="MaxBytes">The oldest sessions are removed until the rest is no larger; null keeps all.</param>
public sealed record JournalRetention(TimeSpan? MaxAge, long? MaxBytes)
{
    /// <summary>Removes what is beyond the limits; gives the number of sessions removed.</summary>
    /// <param name="sessionsFolder">The journals.</param>
    /// <param name="now">The time to count ages from.</param>
    public int Apply(string sessionsFolder, DateTimeOffset now)
    {
        if ((MaxAge is null && MaxBytes is null) || !Directory.Exists(sessionsFolder))
        {
            return 0;
        }

        List<(DirectoryInfo Folder, DateTime Last, long Bytes)> sessions = [.. new DirectoryInfo(sessionsFolder).EnumerateDirectories().Select(Measure)];
        sessions.Sort((x, y) => y.Last.CompareTo(x.Last));
        long total = 0;
        int removed = 0;
        foreach ((DirectoryInfo folder, DateTime last, long bytes) in sessions)
        {
            total += bytes;
            if (now.UtcDateTime - last > MaxAge || total > MaxBytes)
            {
                removed += Remove(folder) ? 1 : 0;
            }
        }

        return removed;
    }

    /// <summary>Removes one session's folder; false where something in it is in use.</summary>
    public static bool Remove(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            folder.Delete(recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static (DirectoryInfo Folder, DateTime Last, long Bytes) Measure(DirectoryInfo folder)
    {
        List<FileInfo> files = [.. folder.EnumerateFiles()];
        return (folder, files.Count == 0 ? folder.LastWriteTimeUtc : files.Max(f => f.LastWriteTimeUtc), files.Sum(f => f.Length));
    }
}
