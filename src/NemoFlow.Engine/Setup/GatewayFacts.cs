// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Setup;

/// <summary>What was seen of the gateway that installed hooks report to.</summary>
public sealed record GatewayFacts
{
    /// <summary>Where it listens, or would.</summary>
    public required string Url { get; init; }

    /// <summary>Whether a process says that it is the gateway.</summary>
    public bool Registered { get; init; }

    /// <summary>Whether it answers.</summary>
    public bool Answers { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it was started with the settings of today.</summary>
    public bool SettingsMatch { get; init; } = true;

    /// <summary>Whether another program listens where it would.</summary>
    public bool PortTaken { get; init; }

    /// <summary>When a hook last tried in vain to start it; null where none did.</summary>
    public DateTimeOffset? FailedStart { get; init; }

    /// <summary>Events that it could not write.</summary>
    public long EventsLost { get; init; }

    /// <summary>The latest of what went wrong in it.</summary>
    public string? LastProblem { get; init; }
}
