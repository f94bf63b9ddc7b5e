// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Sessions;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Setup;

/// <summary>
/// Finds the latest session that the wrapper did not start, with those of its hooks that no wrapper brought. A wrapper's gateway begins each of
/// its journals with the run (<see cref="EventKinds.RunStart"/>), so the journals themselves tell both apart.
/// </summary>
public static class FiredHooks
{
    private static ReadOnlySpan<byte> RunMark => "\"kind\":\"run.start\""u8;

    /// <summary>The session, with nothing but those hooks in its counts; null where all sessions are the wrapper's.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="sessions">The agent's sessions.</param>
    public static Session? Latest(StateFolder state, IEnumerable<Session> sessions)
    {
        ArgumentNullException.ThrowIfNull(state);
        SessionStore store = new(state);
        foreach (Session session in sessions.OrderByDescending(s => s.LastEventAt))
        {
            List<FileInfo> journals = [.. Journals(store.FolderOf(session.Id))];
            HashSet<string> runs = [.. journals.Where(IsOfRun).Select(j => Path.GetFileNameWithoutExtension(j.Name))];
            if (runs.Count == 0)
            {
                return session;
            }

            if (runs.Count < journals.Count)
            {
                return Outside(store, session, runs);
            }
        }

        return null;
    }

    /// <summary>A session that was begun in one way and resumed in the other.</summary>
    private static Session Outside(SessionStore store, Session session, HashSet<string> runs)
    {
        List<SessionEvent> events = [.. store.Events(session.Id).Where(e => e.Gateway is null || !runs.Contains(e.Gateway))];
        Dictionary<string, int> hooks = [];
        int fired = events.Count(e => e.Kind == EventKinds.Hook);
        if (fired > 0)
        {
            hooks["hooks"] = fired;
        }

        return session with { LastEventAt = events.Count > 0 ? events.Max(e => e.Time) : session.LastEventAt, Counts = session.Counts with { Hooks = hooks } };
    }

    private static IEnumerable<FileInfo> Journals(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*.jsonl").Where(f => f.Length > 0) : [];

    /// <summary>The run stands in the first lines, before anything that happened in it.</summary>
    private static bool IsOfRun(FileInfo journal)
    {
        byte[] start = new byte[4096];
        try
        {
            using FileStream stream = journal.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return start.AsSpan(0, read).IndexOf(RunMark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
