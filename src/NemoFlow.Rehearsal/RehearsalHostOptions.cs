// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal;

/// <summary>What a provider in a process of its own is told.</summary>
public sealed record RehearsalHostOptions
{
    /// <summary>A scenario file, or the name of a built-in scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>File that gets one JSON line per finished request; null writes none.</summary>
    public string? LogPath { get; init; }
}
