// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>A session that was written to a file.</summary>
public sealed record ExportedFile
{
    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The file's format, for example <c>ATIF-v1.7</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Length { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
