// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Checks;

/// <summary>What a run was to record, and what it has.</summary>
public sealed record CaptureExpectation
{
    /// <summary>The sessions of the run.</summary>
    public required IReadOnlyList<Session> Sessions { get; init; }

    /// <summary>False where the run was known to bring no hooks.</summary>
    public bool Hooks { get; init; } = true;

    /// <summary>False where model traffic was known to go elsewhere.</summary>
    public bool Models { get; init; } = true;

    /// <summary>What to do where no hook arrived, for this agent.</summary>
    public string? HooksRemedy { get; init; }

    /// <summary>What to do where no model call arrived, for this agent.</summary>
    public string? ModelsRemedy { get; init; }

    /// <summary>Events that could not be written.</summary>
    public long LostEvents { get; init; }

    /// <summary>Why they could not.</summary>
    public string? LossReason { get; init; }

    /// <summary>Why a trajectory could not be written; null where all were.</summary>
    public string? TrajectoryProblem { get; init; }
}
