// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Atif;

namespace NemoFlow.Exporters.Destinations;

/// <summary>The trajectory file that every session has.</summary>
public sealed record AtifFileOptions
{
    /// <summary>False writes none.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Its name.</summary>
    public string FileNameTemplate { get; init; } = AtifFileName.Default;

    /// <summary>Overrides the agent's name.</summary>
    public string? AgentName { get; init; }

    /// <summary>Stands for the agent's version where that is not known.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>Stands for the model where none is known.</summary>
    public string? ModelName { get; init; }

    /// <summary>Stands for the tools where no request told them.</summary>
    public JsonElement? ToolDefinitions { get; init; }

    /// <summary>Further members of the document's agent.</summary>
    public JsonElement? AgentExtra { get; init; }

    /// <summary>What a document is written with.</summary>
    public AtifOptions Document(string recorderVersion, AtifImages? images) => new()
    {
        RecorderVersion = recorderVersion,
        AgentName = AgentName,
        AgentVersion = AgentVersion,
        ModelName = ModelName,
        ToolDefinitions = ToolDefinitions,
        AgentExtra = AgentExtra,
        Images = images,
    };
}
