// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Setup;

/// <summary>What a real agent brought when it was run once against a scripted provider.</summary>
public sealed record LiveReport
{
    /// <summary>Why it could not be run; null where it was.</summary>
    public string? Problem { get; init; }

    /// <summary>What to do; null where nothing is to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>The session that was recorded; null where none was.</summary>
    public Session? Session { get; init; }

    /// <summary>Hooks that a run of this kind fires and that were not recorded.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The agent's exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>The end of what the agent printed.</summary>
    public string Output { get; init; } = "";

    /// <summary>True where hooks and model calls were recorded as they should.</summary>
    public bool Passed => Problem is null && Session is not null && Missing.Count == 0 && Session.Counts.ModelRequests > 0 && ExitCode == 0;
}
