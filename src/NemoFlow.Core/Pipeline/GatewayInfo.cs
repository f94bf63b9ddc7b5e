// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>A gateway. State and counters are asked for when they are read; everything else does not change.</summary>
/// <param name="readStatus">Gives the gateway's status at the moment.</param>
public sealed class GatewayInfo(Func<GatewayStatus> readStatus)
{
    /// <summary>Names the gateway and its journal files.</summary>
    public required string Id { get; init; }

    /// <summary>Where it listens, without a trailing slash.</summary>
    public required string Url { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>The process it runs in.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it was started; null where another process did not tell.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The version that records.</summary>
    public string? Version { get; init; }

    /// <summary>Where requests of OpenAI's APIs go, without user name and query; null for a gateway of another process.</summary>
    public string? OpenAIBaseUrl { get; init; }

    /// <summary>Where requests of Anthropic's API go, without user name and query; null for a gateway of another process.</summary>
    public string? AnthropicBaseUrl { get; init; }

    /// <summary>The folder in which it journals.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>The folder for trajectories; null where each goes to the folder its agent works in.</summary>
    public string? AtifDirectory { get; init; }

    /// <summary>True where it runs in this process, which can stop it.</summary>
    public bool IsLocal { get; init; }

    /// <summary>State and counters, read now.</summary>
    public GatewayStatus Status => readStatus();

    /// <summary>How it stands.</summary>
    public GatewayState State => Status.State;

    /// <summary>Sessions that are not over.</summary>
    public int OpenSessions => Status.OpenSessions;

    /// <summary>Events in the journal.</summary>
    public long EventsRecorded => Status.EventsRecorded;

    /// <summary>Events that could not be written.</summary>
    public long EventsLost => Status.EventsLost;

    /// <summary>The exporters, and what waits for them.</summary>
    public IReadOnlyList<DeliveryStatus> Exporters => Status.Exporters;

    /// <summary>The latest of what went wrong; null where nothing did.</summary>
    public string? LastProblem => Status.LastProblem;

    /// <inheritdoc/>
    public override string ToString() => Url;
}
