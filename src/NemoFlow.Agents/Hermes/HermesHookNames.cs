// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Hermes;

/// <summary>What Hermes's hook names mean. Its <c>on_session_end</c> comes at the end of every turn; a session ends when it is finalised.</summary>
internal static class HermesHookNames
{
    private static readonly Dictionary<string, AgentEventKind[]> Own = new(StringComparer.Ordinal)
    {
        ["onsessionstart"] = [AgentEventKind.AgentStarted],
        ["onsessionend"] = [AgentEventKind.HookMark, AgentEventKind.TurnEnded],
        ["onsessionfinalize"] = [AgentEventKind.AgentEnded],
        ["onsessionreset"] = [AgentEventKind.AgentEnded],
        ["prellmcall"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["preapirequest"] = [AgentEventKind.LlmStarted],
        ["postapirequest"] = [AgentEventKind.LlmEnded],
        ["apirequesterror"] = [AgentEventKind.LlmEnded],
        ["pretoolcall"] = [AgentEventKind.ToolStarted],
        ["posttoolcall"] = [AgentEventKind.ToolEnded],
        ["preapprovalrequest"] = [AgentEventKind.PermissionRequested],
    };

    /// <summary>The meanings of a normalised name, in order.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName) => SharedHookNames.Of(normalizedName, Own);
}
