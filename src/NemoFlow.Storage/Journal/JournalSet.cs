// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Text;

namespace NemoFlow.Storage.Journal;

/// <summary>The open journal files of one gateway, by session. Not thread-safe: the pump's reader owns it.</summary>
public sealed class JournalSet : IDisposable
{
    private const int MaxOpenFiles = 128;

    private readonly Dictionary<string, JournalFile> _open = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _byUse = new();
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private readonly string _sessionsFolder;
    private readonly string _gatewayId;

    /// <summary>Files go to <c>&lt;sessionsFolder&gt;/&lt;safe id&gt;/&lt;gatewayId&gt;.jsonl</c>.</summary>
    public JournalSet(string sessionsFolder, string gatewayId)
    {
        _sessionsFolder = sessionsFolder;
        _gatewayId = gatewayId;
    }

    /// <summary>Adds an entry to its file's batch. Null, or why that was impossible.</summary>
    public string? Append(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            Open(entry.SessionId).Append(entry);
            _touched.Add(entry.SessionId);
            _pending[entry.SessionId] = _pending.GetValueOrDefault(entry.SessionId) + 1;
            return null;
        }
        catch (Exception e)
        {
            // Whatever is wrong with one entry must not stop the recording of the others.
            return e.Message;
        }
    }

    /// <summary>Writes all batches. Gives the sessions whose batch could not be written and is lost.</summary>
    /// <param name="onLost">Called with the number of lost entries and the reason.</param>
    public HashSet<string> Flush(Action<int, string> onLost)
    {
        ArgumentNullException.ThrowIfNull(onLost);
        HashSet<string> failed = new(StringComparer.Ordinal);
        foreach (string session in _touched)
        {
            try
            {
                _open[session].Flush();
            }
            catch (Exception e)
            {
                // Whatever is wrong with one file must not keep the others from being written.
                failed.Add(session);
                onLost(_pending[session], e.Message);
            }
        }

        _touched.Clear();
        _pending.Clear();
        CloseRested();
        return failed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (JournalFile file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private JournalFile Open(string sessionId)
    {
        if (_open.TryGetValue(sessionId, out JournalFile? file))
        {
            if (_byUse.Last!.Value != sessionId)
            {
                _byUse.Remove(sessionId);
                _byUse.AddLast(sessionId);
            }

            return file;
        }

        string path = Path.Combine(_sessionsFolder, SafeName.From(sessionId), _gatewayId + ".jsonl");
        file = new JournalFile(path, sessionId, _gatewayId);
        _open.Add(sessionId, file);
        _byUse.AddLast(sessionId);
        return file;
    }

    private void CloseRested()
    {
        while (_open.Count > MaxOpenFiles)
        {
            string oldest = _byUse.First!.Value;
            _byUse.RemoveFirst();
            _open[oldest].Dispose();
            _open.Remove(oldest);
        }
    }
}
