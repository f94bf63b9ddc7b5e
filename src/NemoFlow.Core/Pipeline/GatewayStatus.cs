// SPDX-License-Identifier: Apache-2.0
using System.Collections.ObjectModel;

namespace NemoFlow;

/// <summary>What a gateway has done so far.</summary>
public sealed record GatewayStatus
{
    /// <summary>How it stands.</summary>
    public required GatewayState State { get; init; }

    /// <summary>Sessions that are not over.</summary>
    public int OpenSessions { get; init; }

    /// <summary>Events in the journal.</summary>
    public long EventsRecorded { get; init; }

    /// <summary>Events that could not be written.</summary>
    public long EventsLost { get; init; }

    /// <summary>Deliveries that had been recorded before.</summary>
    public long DuplicatesDropped { get; init; }

    /// <summary>Hook payloads that were no JSON objects.</summary>
    public long MalformedHooks { get; init; }

    /// <summary>Trajectories that could not be written.</summary>
    public long ProjectionFailures { get; init; }

    /// <summary>The exporters, and what waits for them.</summary>
    public IReadOnlyList<DeliveryStatus> Exporters { get; init => field = IndexableList.Of(value); } = ReadOnlyCollection<DeliveryStatus>.Empty;

    /// <summary>The latest of what went wrong; null where nothing did.</summary>
    public string? LastProblem { get; init; }
}
