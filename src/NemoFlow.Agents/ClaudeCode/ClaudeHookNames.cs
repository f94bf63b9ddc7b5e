// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>What Claude Code's hook names mean. Newer versions add names; one that is not known here becomes a mark.</summary>
internal static class ClaudeHookNames
{
    private static readonly Dictionary<string, AgentEventKind[]> Own = new(StringComparer.Ordinal)
    {
        ["stopfailure"] = [AgentEventKind.TurnEnded],
        ["pretooluse"] = [AgentEventKind.ToolStarted],
        ["posttooluse"] = [AgentEventKind.ToolEnded],
        ["posttoolusefailure"] = [AgentEventKind.ToolEnded],
        ["toolusefailed"] = [AgentEventKind.ToolEnded],
        ["permissiondenied"] = [AgentEventKind.ToolEnded],
        ["postcompact"] = [AgentEventKind.CompactionEnded],
        // Text on its way to the screen: what was said is in the model's answer.
        ["messagedisplay"] = [AgentEventKind.LlmHint],
    };

    /// <summary>The meanings of a normalised name, in order.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName) => SharedHookNames.Of(normalizedName, Own);
}
