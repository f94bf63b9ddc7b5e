// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Events;

/// <summary>The order in which events are folded: time, then the rank of the source, then the position in the journal.</summary>
public sealed class EventOrder : IComparer<SessionEvent>
{
    /// <summary>The only instance.</summary>
    public static EventOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(SessionEvent? x, SessionEvent? y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        if (x is null || y is null)
        {
            return x is null ? -1 : 1;
        }

        int byTime = x.Time.CompareTo(y.Time);
        if (byTime != 0)
        {
            return byTime;
        }

        int byRank = x.Source.CompareTo(y.Source);
        if (byRank != 0)
        {
            return byRank;
        }

        int byGateway = string.CompareOrdinal(x.Gateway, y.Gateway);
        return byGateway != 0 ? byGateway : x.Sequence.CompareTo(y.Sequence);
    }
}
