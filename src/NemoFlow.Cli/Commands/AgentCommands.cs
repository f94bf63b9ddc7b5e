// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Cursor;
using NemoFlow.Agents.Hermes;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Running;

namespace NemoFlow.Cli.Commands;

/// <summary>The commands that start agents, and the agents that commands start.</summary>
internal static class AgentCommands
{
    /// <summary>The agents that this version can run.</summary>
    public static IReadOnlyList<string?> Known { get; } = [AgentKinds.Codex, AgentKinds.Cursor, AgentKinds.Hermes];

    /// <summary>The same for messages.</summary>
    public static string Choices { get; } = string.Join(", ", Known.SkipLast(1)) + " or " + Known[^1];

    /// <summary>The command where the user gives none: the configured one, else the first of the agent's programs that is found.</summary>
    public static IReadOnlyList<string> Default(string agent, GatewaySettings settings)
    {
        if (agent == AgentKinds.Codex && settings.CodexCommand is { } configured)
        {
            return CommandText.Split(configured);
        }

        IReadOnlyList<string> programs = Programs(agent);
        return [programs.FirstOrDefault(p => ExecutableFinder.Find(p, Environment.GetEnvironmentVariable, Environment.CurrentDirectory) is not null) ?? programs[0]];
    }

    /// <summary>An agent by any of its names.</summary>
    public static string? Canonical(string? name) => name switch
    {
        "cursor-agent" => AgentKinds.Cursor,
        "hermes-agent" => AgentKinds.Hermes,
        "codex-cli" => AgentKinds.Codex,
        _ => name,
    };

    /// <summary>The agent that a command starts; null where it does not tell.</summary>
    public static string? Infer(IReadOnlyList<string> words)
    {
        string? name = words.Count == 0 ? null : Path.GetFileNameWithoutExtension(words[0]);
        if (name is "npx" && words.Any(w => w is "codex" or "@openai/codex"))
        {
            return AgentKinds.Codex;
        }

        return Canonical(name) is { } agent && Known.Contains(agent) ? agent : null;
    }

    private static IReadOnlyList<string> Programs(string agent) => agent switch
    {
        AgentKinds.Cursor => CursorLauncher.Programs,
        AgentKinds.Hermes => HermesLauncher.Programs,
        _ => [agent],
    };
}
