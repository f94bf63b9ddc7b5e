// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>A change of a file of an agent.</summary>
public sealed record FileChange
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What became of it, or would.</summary>
    public required FileChangeKind Kind { get; init; }

    /// <summary>The change as a unified diff.</summary>
    public required string Diff { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Path}";
}
