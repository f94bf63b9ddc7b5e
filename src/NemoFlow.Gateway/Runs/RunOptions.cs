// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Content;
using NemoFlow.Exporters;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Pricing;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Runs;

/// <summary>A transparent run of an agent.</summary>
public sealed record RunOptions
{
    /// <summary>The agent's kind.</summary>
    public required string Agent { get; init; }

    /// <summary>Executable and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder to run in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>How the gateway forwards; its port is 0 unless one is asked for.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>Where journals are kept.</summary>
    public required StateFolder State { get; init; }

    /// <summary>Folder for trajectories; null takes the project's.</summary>
    public string? AtifFolder { get; init; }

    /// <summary>Where sessions are delivered to, besides their trajectory files.</summary>
    public ExporterSet Exporters { get; init; } = ExporterSet.None;

    /// <summary>What of an event may be recorded.</summary>
    public ContentPolicy Content { get; init; } = ContentPolicy.Default;

    /// <summary>What model calls cost; null takes what this process reads sessions with.</summary>
    public PriceBook? Prices { get; init; }

    /// <summary>A JSON object that the run's sessions carry as metadata; null for none.</summary>
    public string? SessionMetadata { get; init; }

    /// <summary>The hook client: executable and arguments without the agent's name.</summary>
    public required IReadOnlyList<string> HookClient { get; init; }

    /// <summary>The environment of this process.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>False where no file of the agent may be changed for the run.</summary>
    public bool MayChangeHooksFile { get; init; } = true;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told of the plan before the agent starts.</summary>
    public Action<LaunchPlan>? Starting { get; init; }
}
