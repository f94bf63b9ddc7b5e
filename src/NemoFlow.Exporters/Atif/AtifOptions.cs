// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Exporters.Atif;

/// <summary>Choices for a trajectory.</summary>
public sealed record AtifOptions
{
    /// <summary>The defaults.</summary>
    public static AtifOptions Default { get; } = new();

    /// <summary>Overrides the agent's name; null takes the agent's kind.</summary>
    public string? AgentName { get; init; }

    /// <summary>Stands for the agent's version where that is not known.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>Stands for the model where none is known.</summary>
    public string? ModelName { get; init; }

    /// <summary>Stands for the tools where no request told them: an array.</summary>
    public JsonElement? ToolDefinitions { get; init; }

    /// <summary>Further members of the document's agent: an object.</summary>
    public JsonElement? AgentExtra { get; init; }

    /// <summary>Collects the images that the document refers to; null leaves a note in their place.</summary>
    public AtifImages? Images { get; init; }

    /// <summary>The recorder's own version, noted in the document.</summary>
    public string RecorderVersion { get; init; } = "0.0.0";

    /// <summary>By journal file, the last event that the document reflects.</summary>
    public IReadOnlyDictionary<string, long> JournalPositions { get; init; } = new Dictionary<string, long>();
}
