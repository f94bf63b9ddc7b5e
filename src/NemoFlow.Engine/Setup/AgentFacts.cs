// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Setup;

/// <summary>What was seen of an agent.</summary>
public sealed record AgentFacts
{
    /// <summary>The agent (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>Its executable; null where none was found.</summary>
    public string? Executable { get; init; }

    /// <summary>Whether it is on the path; others are found in the folders of package managers.</summary>
    public bool OnPath { get; init; }

    /// <summary>A link of its name that leads nowhere; null where there is none.</summary>
    public string? BrokenLink { get; init; }

    /// <summary>The project's file that has our hooks beside the user's; null where only one of them has, or both are the same.</summary>
    public string? ProjectHooks { get; init; }

    /// <summary>Its version; null where it did not say.</summary>
    public Version? Version { get; init; }

    /// <summary>The first version that can be recorded.</summary>
    public Version? Minimum { get; init; }

    /// <summary>Its hooks that report to NemoFlow.</summary>
    public IReadOnlyList<InstalledHook> Hooks { get; init; } = [];

    /// <summary>The files that an installation of today would change; none where it is up to date.</summary>
    public IReadOnlyList<string> Outdated { get; init; } = [];

    /// <summary>Why an installation could not be planned; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>What its configuration means; null where it could not be read.</summary>
    public AgentSetup? Setup { get; init; }

    /// <summary>Its hooks as the agent itself sees them; null where it was not asked or does not tell.</summary>
    public IReadOnlyList<CodexHookState>? States { get; init; }

    /// <summary>How many of its hooks its user has approved, where the agent notes that in a file; null for other agents.</summary>
    public int? Approved { get; init; }

    /// <summary>Its latest recorded session that was not started by the wrapper, with the hooks that no wrapper brought; null where there is none.</summary>
    public Session? LatestSession { get; init; }

    /// <summary>Whether any session of it is recorded, the wrapper's included.</summary>
    public bool HasRuns { get; init; }

    /// <summary>When the file with its hooks was last written; null where there is none.</summary>
    public DateTimeOffset? InstalledAt { get; init; }
}
