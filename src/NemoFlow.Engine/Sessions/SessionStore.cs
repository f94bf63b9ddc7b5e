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
    public Session? Find(string id) => Fold(id) is { } session ? new SessionLiveness(state).Apply(session) : null;

    /// <summary>The session in a folder below the sessions, as its journals tell it; null where nothing of it is worth showing.</summary>
    /// <exception cref="IOException">A journal is out of reach.</exception>
    /// <exception cref="InvalidDataException">No file in the folder is a journal.</exception>
    public Session? FindFolder(string folder)
    {
        List<string> files = [.. Directory.EnumerateFiles(Path.Combine(state.Sessions, folder), "*.jsonl")];
        string? id = files.Select(JournalHeader.SessionId).FirstOrDefault(found => found is not null);
        if (id is not null && SafeName.From(id) == folder)
        {
            return Fold(id);
        }

        // A gateway that was killed may have left an empty file; anything else is not ours, or damaged.
        return files.TrueForAll(file => new FileInfo(file).Length == 0)
            ? null
            : throw new InvalidDataException($"The journal in '{Path.Combine(state.Sessions, folder)}' has no readable first line.");
    }

    /// <summary>True where a session has a folder.</summary>
    public bool Exists(string id) => SessionJournal.Exists(state.Sessions, id);

    /// <summary>The folder of a session's journals.</summary>
    public string FolderOf(string id) => Path.Combine(state.Sessions, SafeName.From(id));

    /// <summary>The events of a session, in the order in which they are folded.</summary>
    /// <exception cref="IOException">A journal is out of reach.</exception>
    public IReadOnlyList<SessionEvent> Events(string id)
    {
        using SessionProjection projection = new(state.Sessions, id, Recorder.Interpreters);
        projection.Refresh();
        return projection.Events;
    }

    /// <summary>Removes a session's journals; false where there is none, or something in it is in use. Trajectory files stay.</summary>
    public bool Remove(string id)
    {
        DirectoryInfo folder = new(Path.Combine(state.Sessions, SafeName.From(id)));
        return folder.Exists && JournalRetention.Remove(folder);
    }

    /// <summary>The sessions whose id begins so.</summary>
    public IReadOnlyList<string> Matching(string prefix)
    {
        List<string> matching = [.. Ids().Where(id => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
        // A whole id means that session, though others begin with it.
        return matching.Contains(prefix) ? [prefix] : matching;
    }

    private Session? Fold(string id)
    {
        using SessionProjection projection = new(state.Sessions, id, Recorder.Interpreters);
        return projection.Refresh();
    }

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
