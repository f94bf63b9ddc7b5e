// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Hooks;

/// <summary>What hooks told of a tool call.</summary>
public sealed record ToolSighting
{
    /// <summary>The tool, as hooks name it, else as the model does.</summary>
    public required string ToolName { get; init; }

    /// <summary>Its arguments.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>What the hook of its end told; null where none was fired.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>True where a hook told of its start.</summary>
    public bool Started { get; init; }

    /// <summary>True where a hook told of its end.</summary>
    public bool Ended { get; init; }
}
