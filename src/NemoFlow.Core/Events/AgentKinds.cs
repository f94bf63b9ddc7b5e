// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>The agents that NemoFlow knows, by the names used in routes, journals and trajectories.</summary>
public static class AgentKinds
{
    /// <summary>OpenAI Codex.</summary>
    public const string Codex = "codex";

    /// <summary>Anthropic Claude Code.</summary>
    public const string ClaudeCode = "claude-code";

    /// <summary>Cursor.</summary>
    public const string Cursor = "cursor";

    /// <summary>Hermes.</summary>
    public const string Hermes = "hermes";

    /// <summary>Model traffic whose agent is not known.</summary>
    public const string Gateway = "gateway";
}
