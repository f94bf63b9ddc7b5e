// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Install;

/// <summary>The commands by which agents are known.</summary>
public static class AgentPrograms
{
    /// <summary>The usual command of an agent.</summary>
    public static string Command(string agent) => agent switch
    {
        AgentKinds.ClaudeCode => "claude",
        AgentKinds.Cursor => "cursor-agent",
        _ => agent,
    };

    /// <summary>How an agent is usually brought up to date.</summary>
    public static string Update(string agent) => agent switch
    {
        AgentKinds.Codex => "npm install -g @openai/codex@latest",
        _ => Command(agent) + " update",
    };
}
