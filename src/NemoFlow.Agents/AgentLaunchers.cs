// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Cursor;
using NemoFlow.Agents.Hermes;

namespace NemoFlow.Agents;

/// <summary>The agents that can be started under observation: one line each.</summary>
public static class AgentLaunchers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AgentLauncher> All { get; } =
    [
        new(AgentKinds.Codex, "Codex", "codex", CodexLauncher.Names, "npm install -g @openai/codex", CodexLauncher.Plan),
        new(AgentKinds.ClaudeCode, "Claude Code", "claude", ClaudeLauncher.Names, "npm install -g @anthropic-ai/claude-code", ClaudeLauncher.Plan),
        new(AgentKinds.Cursor, "Cursor", "cursor-agent", CursorLauncher.Names, "curl https://cursor.com/install -fsS | bash", CursorLauncher.Plan) { Alternative = "cursor" },
        new(AgentKinds.Hermes, "Hermes", "hermes", HermesLauncher.Names, "see https://hermes-agent.nousresearch.com", HermesLauncher.Plan),
    ];

    /// <summary>The agent of that kind or with that executable; null for one this version does not know.</summary>
    public static AgentLauncher? Find(string? name) => name is null ? null : All.FirstOrDefault(a => a.Agent == name || a.Names.Contains(name));

    /// <summary>The agent that a command starts; null where no word of it is one.</summary>
    public static AgentLauncher? Infer(IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Count == 0 ? null : All.FirstOrDefault(a => AgentExecutable.Is(command[0], a.Names))
            ?? (Path.GetFileNameWithoutExtension(command[0]) is "npx" or "bunx" or "pnpx" ? All.FirstOrDefault(a => AgentExecutable.Find(command, a.Names) > 0) : null);
    }
}
