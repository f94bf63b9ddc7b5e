// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Checks;

namespace NemoFlow;

/// <summary>A run of an agent that NemoFlow launched, after its end.</summary>
public sealed record AgentRun
{
    /// <summary>Names the run; its sessions carry it.</summary>
    public required string RunId { get; init; }

    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The agent's exit code; 128 and the signal's number where a signal ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>When the agent was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was gone.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration => EndedAt - StartedAt;

    /// <summary>The folder it ran in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The session that the run was about; null where nothing was recorded.</summary>
    public Session? Session { get; init; }

    /// <summary>The id of <see cref="Session"/>.</summary>
    public string? SessionId => Session?.Id;

    /// <summary>All sessions of the run. Agents may open some of their own, for a title for example.</summary>
    public IReadOnlyList<Session> Sessions { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The trajectory files that were written.</summary>
    public IReadOnlyList<string> Trajectories { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>What was recorded less than it should.</summary>
    public IReadOnlyList<Finding> Findings { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The command that the agent runs on every hook.</summary>
    public IReadOnlyList<string> HookClient { get; init => field = IndexableList.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Agent} {RunId}";
}
