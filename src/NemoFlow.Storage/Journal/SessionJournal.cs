// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Text;

namespace NemoFlow.Storage.Journal;

/// <summary>All journal files of one session: one for each gateway that recorded a part of it.</summary>
public sealed class SessionJournal : IDisposable
{
    private readonly Dictionary<string, JournalReader> _readers = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <summary>Takes the folder of a session below the sessions folder.</summary>
    public SessionJournal(string sessionsFolder, string sessionId) => _folder = Path.Combine(sessionsFolder, SafeName.From(sessionId));

    /// <summary>By file name, the sequence of the last event given.</summary>
    public Dictionary<string, long> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => _readers.Values.Sum(r => r.Position);

    /// <summary>True where a session has a journal.</summary>
    public static bool Exists(string sessionsFolder, string sessionId) =>
        Directory.Exists(Path.Combine(sessionsFolder, SafeName.From(sessionId)));

    /// <summary>Events that were added to any of the files since the last call, in no particular order.</summary>
    /// <exception cref="IOException">A file is out of reach.</exception>
    public List<SessionEvent> ReadNew()
    {
        List<SessionEvent> events = [];
        if (!Directory.Exists(_folder))
        {
            return events;
        }

        foreach (string path in Directory.EnumerateFiles(_folder, "*.jsonl"))
        {
            if (!_readers.TryGetValue(path, out JournalReader? reader))
            {
                _readers.Add(path, reader = new JournalReader(path));
            }

            IReadOnlyList<SessionEvent> added = reader.ReadNew();
            if (added.Count > 0)
            {
                events.AddRange(added);
                Positions[Path.GetFileName(path)] = added[^1].Sequence;
            }
        }

        return events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (JournalReader reader in _readers.Values)
        {
            reader.Dispose();
        }

        _readers.Clear();
    }
}
