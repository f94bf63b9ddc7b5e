// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Projection;

/// <summary>
/// Sessions whose journal has grown since they were projected. One is due when it has been quiet for a second, or has waited long enough
/// for what its projection costs. Thread-safe.
/// </summary>
internal sealed class DirtySessions(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private const int CostFactor = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dirty> _dirty = new(StringComparer.Ordinal);

    /// <summary>Notes that a session grew by so many bytes.</summary>
    public void Grew(string sessionId, long bytes)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (!_dirty.TryGetValue(sessionId, out Dirty? dirty))
            {
                _dirty.Add(sessionId, dirty = new Dirty());
            }

            dirty.First = dirty.Waiting ? dirty.First : now;
            dirty.Waiting = true;
            dirty.Last = now;
            dirty.Bytes += bytes;
        }
    }

    /// <summary>The sessions that are due now; they are not dirty any more.</summary>
    /// <param name="maxBytes">Larger sessions are projected only when a turn ends: each projection reads all of them.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="all">True gives those that are not due as well.</param>
    public List<string> TakeDue(long maxBytes, int most, bool all = false)
    {
        List<string> due = [];
        lock (_lock)
        {
            foreach ((string id, Dirty dirty) in _dirty)
            {
                if (due.Count == most)
                {
                    break;
                }

                TimeSpan patience = dirty.Cost * CostFactor > Longest ? dirty.Cost * CostFactor : Longest;
                bool isDue = all || time.GetElapsedTime(dirty.Last) >= Quiet || time.GetElapsedTime(dirty.First) >= patience;
                if (dirty.Waiting && dirty.Bytes <= maxBytes && isDue)
                {
                    dirty.Waiting = false;
                    due.Add(id);
                }
            }
        }

        return due;
    }

    /// <summary>Notes that a session was projected, and what that took.</summary>
    public void Projected(string sessionId, TimeSpan cost)
    {
        lock (_lock)
        {
            if (_dirty.TryGetValue(sessionId, out Dirty? dirty))
            {
                dirty.Cost = cost;
            }
        }
    }

    /// <summary>Forgets a session that is over.</summary>
    public void Forget(string sessionId)
    {
        lock (_lock)
        {
            if (_dirty.TryGetValue(sessionId, out Dirty? dirty) && !dirty.Waiting)
            {
                _dirty.Remove(sessionId);
            }
        }
    }

    private sealed class Dirty
    {
        public long First { get; set; }

        public long Last { get; set; }

        public long Bytes { get; set; }

        public bool Waiting { get; set; }

        public TimeSpan Cost { get; set; }
    }
}
