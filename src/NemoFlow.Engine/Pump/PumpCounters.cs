// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Pump;

/// <summary>What went through the pump since it began.</summary>
public sealed class PumpCounters
{
    private long _recorded;
    private long _lost;
    private long _duplicates;

    /// <summary>Events in the journal.</summary>
    public long Recorded => Volatile.Read(ref _recorded);

    /// <summary>Events that could not be written.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Deliveries that had been recorded before.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Why the latest lost event was lost; null where none was.</summary>
    public string? LastLoss { get; private set; }

    internal void AddRecorded(int count) => Interlocked.Add(ref _recorded, count);

    internal void AddDuplicate() => Interlocked.Increment(ref _duplicates);

    internal void AddLost(int count, string reason)
    {
        Interlocked.Add(ref _lost, count);
        LastLoss = reason;
    }
}
