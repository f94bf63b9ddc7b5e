// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>What an installation or its removal would do to files.</summary>
public sealed record InstallPlan
{
    /// <summary>The files to change; none where everything is as it should be.</summary>
    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>The settings that are changed beside hooks, those of earlier installations included.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why there is no plan: one line that says what and what to do; null where the plan is good.</summary>
    public string? Problem { get; init; }

    /// <summary>A plan of one edit, or of none.</summary>
    public static InstallPlan Of(FileEdit? edit) => new() { Edits = edit is null ? [] : [edit] };

    /// <summary>A plan that could not be made.</summary>
    public static InstallPlan Impossible(string problem) => new() { Problem = problem };
}
