// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Install;

/// <summary>What is remembered of an installation, so that it can be taken out without a trace.</summary>
internal sealed record InstallRecord
{
    public required string Agent { get; init; }

    /// <summary>The folder that was installed into.</summary>
    public required string Folder { get; init; }

    public string Version { get; init; } = "";

    public IReadOnlyList<InstalledFile> Files { get; init; } = [];

    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    public InstalledFile? File(string path) => Files.FirstOrDefault(f => f.Path == path);
}
