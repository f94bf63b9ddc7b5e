// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Projection;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Sessions;

/// <summary>Reads recorded sessions, those of running gateways included.</summary>
public sealed class SessionStore(StateFolder state)
{
    /// <summary>The ids of all recorded sessions, the latest first.</summary>
    public IReadOnlyList<string> Ids()
    {
        if (!Directory.Exists(state.Sessions))
        {
            return [];
        }

        return [.. new DirectoryInfo(state.Sessions).EnumerateDirectories()
            .Select(folder => folder.EnumerateFiles("*.jsonl").OrderByDescending(f => f.LastWriteTimeUtc).FirstOrDefault())
            .OfType<FileInfo>()
            .OrderByDescending(f => f.LastWriteTimeUtc)
            .Select(f => ReadId(f.FullName))
            .OfType<string>()];
    }

    /// <summary>One session; null where there is none of that id or nothing of it is worth showing.</summary>
    public Session? Find(string id)
    {
        using SessionProjection projection = new(state.Sessions, id, Recorder.Interpreters);
        return projection.Refresh();
    }

    /// <summary>Removes a session's journals; false where there is none, or something in it is in use. Trajectory files stay.</summary>
    public bool Remove(string id)
    {
        DirectoryInfo folder = new(Path.Combine(state.Sessions, SafeName.From(id)));
        return folder.Exists && JournalRetention.Remove(folder);
    }

    /// <summary>The sessions whose id begins so.</summary>
    public IReadOnlyList<string> Matching(string prefix) => [.. Ids().Where(id => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];

    private static string? ReadId(string path)
    {
        try
        {
            return JournalHeader.SessionId(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
