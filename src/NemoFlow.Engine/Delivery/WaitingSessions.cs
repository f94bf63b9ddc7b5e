// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Delivery;

/// <summary>
/// Sessions of which something may have to be delivered, in the order in which they came. The sessions themselves are kept only as long as
/// the target keeps up: what a target that is away has missed is read from the journals again. Thread-safe.
/// </summary>
internal sealed class WaitingSessions
{
    /// <summary>Most sessions that are held in memory.</summary>
    private const int MaxSnapshots = 8;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _queue = new();
    private readonly Dictionary<string, LinkedListNode<Waiting>> _byId = new(StringComparer.Ordinal);
    private int _snapshots;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>True where a session is among them.</summary>
    public bool Holds(string id)
    {
        lock (_lock)
        {
            return _byId.ContainsKey(id);
        }
    }

    /// <summary>Since when the oldest waits; null where none does.</summary>
    public DateTimeOffset? Oldest
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count == 0 ? null : _queue.Min(w => w.Since);
            }
        }
    }

    /// <summary>Adds a session, or its newer state.</summary>
    /// <param name="id">The session.</param>
    /// <param name="session">Its state; null where it is to be read.</param>
    /// <param name="bytes">The journal's length at that state.</param>
    /// <param name="now">The time.</param>
    /// <param name="due">Not to be delivered before.</param>
    /// <param name="since">Since when it has waited.</param>
    public void Add(string id, Session? session, long bytes, DateTimeOffset now, DateTimeOffset? due = null, DateTimeOffset? since = null)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out LinkedListNode<Waiting>? node))
            {
                // A session that was on its way and comes back has waited longer than what came meanwhile.
                DateTimeOffset longest = since < node.Value.Since ? since.Value : node.Value.Since;
                if (session is null)
                {
                    node.Value = node.Value with { Since = longest };
                    return;
                }

                _snapshots -= node.Value.Session is null ? 0 : 1;
                node.Value = Take(new Waiting(id, session, bytes, longest, null));
                return;
            }

            _byId.Add(id, _queue.AddLast(Take(new Waiting(id, session, bytes, since ?? now, due))));
        }
    }

    /// <summary>Takes the first that is due; null where none is.</summary>
    public Waiting? TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            for (LinkedListNode<Waiting>? node = _queue.First; node is not null; node = node.Next)
            {
                if (node.Value.Due is null || node.Value.Due <= now)
                {
                    _queue.Remove(node);
                    _byId.Remove(node.Value.Id);
                    _snapshots -= node.Value.Session is null ? 0 : 1;
                    return node.Value;
                }
            }

            return null;
        }
    }

    /// <summary>When the next one is due; null where none waits.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _queue.Count == 0 ? null : _queue.Min(w => w.Due ?? now);
        }
    }

    /// <summary>Lets go of the states that are held: they can be read again.</summary>
    public void DropSnapshots()
    {
        lock (_lock)
        {
            for (LinkedListNode<Waiting>? node = _queue.First; node is not null; node = node.Next)
            {
                node.Value = node.Value with { Session = null };
            }

            _snapshots = 0;
        }
    }

    private Waiting Take(Waiting waiting)
    {
        if (waiting.Session is null || _snapshots >= MaxSnapshots)
        {
            return waiting with { Session = null };
        }

        _snapshots++;
        return waiting;
    }

    /// <summary>A session that waits.</summary>
    internal sealed record Waiting(string Id, Session? Session, long Bytes, DateTimeOffset Since, DateTimeOffset? Due);
}
