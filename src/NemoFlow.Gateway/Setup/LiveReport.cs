// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Checks;

namespace NemoFlow.Gateway.Setup;

/// <summary>What a real agent brought when it was run once against a scripted provider.</summary>
public sealed record LiveReport
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>Why it could not be run; null where it was.</summary>
    public string? Problem { get; init; }

    /// <summary>What to do about that.</summary>
    public string? Remedy { get; init; }

    /// <summary>The session that was recorded; null where none was.</summary>
    public Session? Session { get; init; }

    /// <summary>Model calls that were recorded, in whatever session.</summary>
    public int ModelCalls { get; init; }

    /// <summary>The agent's exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>The end of what the agent printed.</summary>
    public string Output { get; init; } = "";

    /// <summary>The hooks that are installed.</summary>
    public IReadOnlyList<InstalledHook> Installed { get; init; } = [];

    /// <summary>What keeps hooks from firing in the user's configuration, and in the trial.</summary>
    public IReadOnlyList<Finding> Obstacles { get; init; } = [];

    /// <summary>What the agent says of hooks that it skips until they are reviewed: <c>untrusted</c>, <c>modified</c>; empty where it skips none.</summary>
    public IReadOnlyList<string> Untrusted { get; init; } = [];

    /// <summary>Whether the installation leads model calls through the gateway; if not, only hooks tell of them.</summary>
    public bool IsRouted { get; init; }
}
