// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Tests;

namespace NemoFlow.Agents.Tests.Fuzz;

/// <summary>All hook payloads that are part of the repository: captured from Codex and Claude Code, written from the documentation of Cursor and Hermes.</summary>
internal static class PayloadCorpus
{
    public static IReadOnlyList<(string Agent, string Path)> Files { get; } =
    [
        .. In(AgentKinds.Codex, "codex/0.169.0/hooks"),
        .. In(AgentKinds.ClaudeCode, "claude-code/2.1.197/hooks"),
        .. In(AgentKinds.Cursor, "cursor/documented"),
        .. In(AgentKinds.Hermes, "hermes/documented"),
    ];

    private static IEnumerable<(string Agent, string Path)> In(string agent, string folder) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Fixtures, folder), "*.json").Order(StringComparer.Ordinal).Select(f => (agent, f));
}
