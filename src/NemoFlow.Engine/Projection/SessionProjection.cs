// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Events;
using NemoFlow.Folding;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Projection;

/// <summary>
/// A session as its journals tell it. Keeps the fold between calls; an event that is older than one already folded makes it fold
/// everything again. Not thread-safe.
/// </summary>
public sealed class SessionProjection : IDisposable
{
    private readonly SessionJournal _journal;
    private readonly Interpreters _interpreters;
    private readonly List<SessionEvent> _events = [];
    private SessionFold _fold;

    /// <summary>Takes a session of a sessions folder.</summary>
    public SessionProjection(string sessionsFolder, string sessionId, Interpreters interpreters)
    {
        SessionId = sessionId;
        _interpreters = interpreters;
        _journal = new SessionJournal(sessionsFolder, sessionId);
        _fold = new SessionFold(sessionId, interpreters);
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>By journal file, the last event that is folded.</summary>
    public IReadOnlyDictionary<string, long> Positions => _journal.Positions;

    /// <summary>Bytes of journal read so far.</summary>
    public long BytesRead => _journal.BytesRead;

    /// <summary>The events folded so far, in their order.</summary>
    public IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>Reads what was added and gives the session; null where nothing of it is worth showing.</summary>
    /// <exception cref="IOException">A journal is out of reach.</exception>
    public Session? Refresh()
    {
        List<SessionEvent> added = _journal.ReadNew();
        if (added.Count > 0)
        {
            added.Sort(EventOrder.Instance);
            bool late = _events.Count > 0 && EventOrder.Instance.Compare(added[0], _events[^1]) < 0;
            _events.AddRange(added);
            if (late)
            {
                _events.Sort(EventOrder.Instance);
                _fold = new SessionFold(SessionId, _interpreters);
                added = _events;
            }

            foreach (SessionEvent e in added)
            {
                Apply(e);
            }
        }

        return _fold.HasContent ? _fold.ToSession() : null;
    }

    /// <summary>Events that could not be folded: they are in the journal, and a later version may read them.</summary>
    public int UnreadableEvents { get; private set; }

    private void Apply(SessionEvent e)
    {
        try
        {
            _fold.Apply(e);
        }
        catch (Exception)
        {
            // Whatever an agent sent, one event must not hide the session.
            UnreadableEvents++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();
}
