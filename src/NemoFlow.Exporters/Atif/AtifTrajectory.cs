// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Atif;

/// <summary>One trajectory of a document: the root agent's or a subagent's.</summary>
internal sealed record AtifTrajectory
{
    public required string Id { get; init; }

    public required IReadOnlyList<Turn> Turns { get; init; }

    public required List<AtifStep> Steps { get; init; }

    public required List<Subagent> Subagents { get; init; }

    public string? ModelName { get; init; }

    /// <summary>Tokens of the trajectory and of those embedded in it.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Null for the root agent.</summary>
    public Subagent? Subagent { get; init; }
}
