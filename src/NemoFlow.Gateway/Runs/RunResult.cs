// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Checks;

namespace NemoFlow.Gateway.Runs;

/// <summary>What became of a run.</summary>
public sealed record RunResult
{
    /// <summary>Names the run; its sessions carry it.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The agent's exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Why the agent was not started; null where it was.</summary>
    public string? Problem { get; init; }

    /// <summary>The sessions it had.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    /// <summary>Their trajectory files.</summary>
    public IReadOnlyList<string> Trajectories { get; init; } = [];

    /// <summary>How the exporters stood at the end.</summary>
    public IReadOnlyList<DeliveryStatus> Deliveries { get; init; } = [];

    /// <summary>What was recorded less than it should.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
