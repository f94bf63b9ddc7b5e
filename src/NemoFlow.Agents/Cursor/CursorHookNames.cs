// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Cursor;

/// <summary>What Cursor's hook names mean.</summary>
internal static class CursorHookNames
{
    private static readonly Dictionary<string, AgentEventKind[]> Own = new(StringComparer.Ordinal)
    {
        // The agent loop is over: the next prompt takes the session up again.
        ["stop"] = [AgentEventKind.AgentEnded],
        ["pretooluse"] = [AgentEventKind.ToolStarted],
        ["beforeshellexecution"] = [AgentEventKind.ToolStarted],
        ["beforemcpexecution"] = [AgentEventKind.ToolStarted],
        ["posttooluse"] = [AgentEventKind.ToolEnded],
        ["posttoolusefailure"] = [AgentEventKind.ToolEnded],
        ["aftershellexecution"] = [AgentEventKind.ToolEnded],
        ["aftermcpexecution"] = [AgentEventKind.ToolEnded],
    };

    /// <summary>The meanings of a normalised name, in order.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName) => SharedHookNames.Of(normalizedName, Own);
}
