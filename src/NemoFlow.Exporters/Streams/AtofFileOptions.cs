// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Streams;

/// <summary>A file of ATOF events.</summary>
public sealed record AtofFileOptions
{
    /// <summary>Its folder, absolute; created where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Its name; null takes one with the time at which the gateway was started.</summary>
    public string? FileName { get; init; }

    /// <summary>True empties a file that exists when the gateway writes to it first.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True repeats the whole history with every model request.</summary>
    public bool FullPayloads { get; init; }
}
