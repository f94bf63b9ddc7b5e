// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Atof;

/// <summary>Choices for event lines.</summary>
public sealed record AtofOptions
{
    /// <summary>The defaults.</summary>
    public static AtofOptions Default { get; } = new();

    /// <summary>True repeats the whole history, instructions and tools with every model request, and keeps embedded images.</summary>
    public bool FullPayloads { get; init; }
}
