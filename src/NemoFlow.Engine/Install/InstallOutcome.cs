// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Install;

/// <summary>What an installation or its removal did, or in a dry run would do.</summary>
public sealed record InstallOutcome
{
    /// <summary>Why nothing was done; null where it was, or where there was nothing to do.</summary>
    public string? Problem { get; init; }

    /// <summary>The files that were changed.</summary>
    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The file that keeps the originals; null where nothing is kept.</summary>
    public string? Record { get; init; }

    /// <summary>Our hooks as Codex sees them; empty for other agents, or where Codex could not be asked.</summary>
    public IReadOnlyList<CodexHookState> HookStates { get; init; } = [];
}
