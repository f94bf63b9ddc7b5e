// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>An agent that this version knows, and what this machine has of it.</summary>
public sealed record AgentInfo
{
    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The command that starts it.</summary>
    public required string Command { get; init; }

    /// <summary>True where the command was found.</summary>
    public bool IsInstalled => Path is not null;

    /// <summary>Its version; null where it did not tell.</summary>
    public Version? Version { get; init; }

    /// <summary>The executable; null where it was not found.</summary>
    public string? Path { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Agent;
}
