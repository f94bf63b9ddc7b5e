// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;
using NemoFlow.Exporters;
using NemoFlow.Pricing;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine;

/// <summary>What a recorder needs to know.</summary>
public sealed record RecorderOptions
{
    /// <summary>Where journals are kept.</summary>
    public required StateFolder State { get; init; }

    /// <summary>Folder for trajectories; null takes <c>.nemo-flow/atif</c> under the folder the agent works in.</summary>
    public string? AtifFolder { get; init; }

    /// <summary>The folder the gateway runs in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Where sessions are delivered to, besides their trajectory files.</summary>
    public ExporterSet Exporters { get; init; } = ExporterSet.None;

    /// <summary>Where exporters find the values of headers and credentials.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>The run that the recorder belongs to; null for a gateway of its own.</summary>
    public RunFacts? Run { get; init; }

    /// <summary>A JSON object that every session carries as metadata; null for none.</summary>
    public string? SessionMetadata { get; init; }

    /// <summary>What model calls cost; null takes what this process reads sessions with.</summary>
    public PriceBook? Prices { get; init; }

    /// <summary>What of an event may be recorded.</summary>
    public ContentPolicy Content { get; init; } = ContentPolicy.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Turns without a sign of life for longer are closed, where nothing is open in them.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(5);
}
