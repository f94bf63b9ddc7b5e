// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Codex;

/// <summary>What Codex's hook names mean. Newer versions add names; one that is not known here becomes a mark.</summary>
internal static class CodexHookNames
{
    /// <summary>The notice at the end of a turn tells how it began, too.</summary>
    public static readonly AgentEventKind[] Noticed = [AgentEventKind.PromptSubmitted, AgentEventKind.TurnEnded];

    private static readonly Dictionary<string, AgentEventKind[]> Own = new(StringComparer.Ordinal)
    {
        ["agentturncomplete"] = Noticed,
        ["interrupt"] = [AgentEventKind.Interrupted],
        ["pretooluse"] = [AgentEventKind.ToolStarted],
        ["toolstarted"] = [AgentEventKind.ToolStarted],
        ["toolstart"] = [AgentEventKind.ToolStarted],
        ["posttooluse"] = [AgentEventKind.ToolEnded],
        ["toolended"] = [AgentEventKind.ToolEnded],
        ["toolend"] = [AgentEventKind.ToolEnded],
        ["toolfailed"] = [AgentEventKind.ToolEnded],
        ["premodelrequest"] = [AgentEventKind.LlmStarted],
        ["postmodelrequest"] = [AgentEventKind.LlmEnded],
    };

    /// <summary>The meanings of a normalised name, in order.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName) => SharedHookNames.Of(normalizedName, Own);
}
