// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Cli.Commands;

/// <summary>How a real agent is started for the demo: in a home of its own, with nothing of the user's accounts and providers.</summary>
/// <param name="Agent">The agent's kind.</param>
/// <param name="Command">Executable and arguments; the prompt follows.</param>
/// <param name="Environment">Variables to set, or to take away where the value is null.</param>
internal sealed record DemoAgent(string Agent, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string?> Environment)
{
    /// <summary>A key that no provider would take: the scripted one asks for none.</summary>
    private const string NoKey = "demo-key";

    /// <summary>What would send Claude Code, or its login, elsewhere.</summary>
    private static readonly string[] ClaudeChoices =
    [
        "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_MODEL", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX",
        "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_ANTHROPIC_AWS", "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD", "CLAUDE_CODE_USE_MANTLE", "CLAUDE_CODE_USE_GATEWAY",
    ];

    /// <summary>The demo of an agent; null for one that has none.</summary>
    public static DemoAgent? Find(string? agent, string folder) => agent switch
    {
        AgentKinds.Codex => new DemoAgent(
            agent,
            ["codex", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "-c", "sandbox_mode=\"read-only\""],
            new Dictionary<string, string?> { ["CODEX_HOME"] = Home(folder, "codex-home") }),
        AgentKinds.ClaudeCode => new DemoAgent(
            agent,
            ["claude", "--allowedTools", "Bash", "-p"],
            new Dictionary<string, string?>(ClaudeChoices.Select(n => KeyValuePair.Create(n, (string?)null)))
            {
                ["CLAUDE_CONFIG_DIR"] = Home(folder, "claude-home"),
                ["ANTHROPIC_API_KEY"] = NoKey,
                ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
                ["DISABLE_AUTOUPDATER"] = "1",
            }),
        _ => null,
    };

    private static string Home(string folder, string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
