// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Atif;

/// <summary>Choices for a trajectory.</summary>
public sealed record AtifOptions
{
    /// <summary>The defaults.</summary>
    public static AtifOptions Default { get; } = new();

    /// <summary>Overrides the agent's name; null takes the agent's kind.</summary>
    public string? AgentName { get; init; }

    /// <summary>The recorder's own version, noted in the document.</summary>
    public string RecorderVersion { get; init; } = "0.0.0";

    /// <summary>By journal file, the last event that the document reflects.</summary>
    public IReadOnlyDictionary<string, long> JournalPositions { get; init; } = new Dictionary<string, long>();
}
