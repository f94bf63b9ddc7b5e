// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Codex;

/// <summary>What Codex's hook names mean. Newer versions add names; one that is not known here becomes a mark.</summary>
internal static class CodexHookNames
{
    /// <summary>The notice at the end of a turn tells how it began, too.</summary>
    public static readonly AgentEventKind[] Noticed = [AgentEventKind.PromptSubmitted, AgentEventKind.TurnEnded];

    private static readonly Dictionary<string, AgentEventKind[]> Meanings = new(StringComparer.Ordinal)
    {
        ["sessionstart"] = [AgentEventKind.AgentStarted],
        ["agentstarted"] = [AgentEventKind.AgentStarted],
        ["sessionend"] = [AgentEventKind.AgentEnded],
        ["agentended"] = [AgentEventKind.AgentEnded],
        ["userpromptsubmit"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["promptsubmitted"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["beforesubmitprompt"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["stop"] = [AgentEventKind.LlmHint, AgentEventKind.TurnEnded],
        ["agentturncomplete"] = Noticed,
        ["interrupt"] = [AgentEventKind.Interrupted],
        ["subagentstart"] = [AgentEventKind.SubagentStarted],
        ["subagentstop"] = [AgentEventKind.SubagentEnded],
        ["subagentend"] = [AgentEventKind.SubagentEnded],
        ["pretooluse"] = [AgentEventKind.ToolStarted],
        ["toolstarted"] = [AgentEventKind.ToolStarted],
        ["toolstart"] = [AgentEventKind.ToolStarted],
        ["posttooluse"] = [AgentEventKind.ToolEnded],
        ["toolended"] = [AgentEventKind.ToolEnded],
        ["toolend"] = [AgentEventKind.ToolEnded],
        ["toolfailed"] = [AgentEventKind.ToolEnded],
        ["premodelrequest"] = [AgentEventKind.LlmStarted],
        ["postmodelrequest"] = [AgentEventKind.LlmEnded],
        ["afteragentresponse"] = [AgentEventKind.LlmHint],
        ["agentresponse"] = [AgentEventKind.LlmHint],
        ["assistantresponse"] = [AgentEventKind.LlmHint],
        ["afteragentthought"] = [AgentEventKind.LlmHint],
        ["prellmcall"] = [AgentEventKind.LlmHint],
        ["postllmcall"] = [AgentEventKind.LlmHint],
        ["permissionrequest"] = [AgentEventKind.PermissionRequested],
        ["precompact"] = [AgentEventKind.Compaction],
        ["compaction"] = [AgentEventKind.Compaction],
        ["notification"] = [AgentEventKind.Notification],
    };

    private static readonly AgentEventKind[] Mark = [AgentEventKind.HookMark];

    /// <summary>The meanings of a normalised name, in order.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName) => Meanings.GetValueOrDefault(normalizedName, Mark);
}
