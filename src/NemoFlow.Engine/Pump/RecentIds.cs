// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Pump;

/// <summary>The latest delivery ids, as many as fit.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Forgets an id, so that it counts as new when it comes again.</summary>
    public void Remove(string id) => _known.Remove(id);

    /// <summary>True where the id was not there yet.</summary>
    public bool Add(string id)
    {
        if (!_known.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _known.Remove(_order.Dequeue());
        }

        return true;
    }
}
