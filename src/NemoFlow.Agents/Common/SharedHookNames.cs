// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Common;

/// <summary>Hook names that mean the same for every agent, unless it says otherwise. A name that is not known becomes a mark.</summary>
internal static class SharedHookNames
{
    private static readonly Dictionary<string, AgentEventKind[]> Meanings = new(StringComparer.Ordinal)
    {
        ["sessionstart"] = [AgentEventKind.AgentStarted],
        ["agentstarted"] = [AgentEventKind.AgentStarted],
        ["sessionend"] = [AgentEventKind.AgentEnded],
        ["agentended"] = [AgentEventKind.AgentEnded],
        ["userpromptsubmit"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["promptsubmitted"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["beforesubmitprompt"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["subagentstart"] = [AgentEventKind.SubagentStarted],
        ["subagentstop"] = [AgentEventKind.SubagentEnded],
        ["subagentend"] = [AgentEventKind.SubagentEnded],
        ["afteragentresponse"] = [AgentEventKind.LlmHint],
        ["agentresponse"] = [AgentEventKind.LlmHint],
        ["assistantresponse"] = [AgentEventKind.LlmHint],
        ["afteragentthought"] = [AgentEventKind.LlmHint],
        ["prellmcall"] = [AgentEventKind.LlmHint],
        ["postllmcall"] = [AgentEventKind.LlmHint],
        ["stop"] = [AgentEventKind.LlmHint, AgentEventKind.TurnEnded],
        ["permissionrequest"] = [AgentEventKind.PermissionRequested],
        ["precompact"] = [AgentEventKind.Compaction],
        ["compaction"] = [AgentEventKind.Compaction],
        ["notification"] = [AgentEventKind.Notification],
    };

    private static readonly AgentEventKind[] Mark = [AgentEventKind.HookMark];

    /// <summary>The meanings of a normalised name: the agent's own first.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName, Dictionary<string, AgentEventKind[]> own) =>
        own.GetValueOrDefault(normalizedName) ?? Meanings.GetValueOrDefault(normalizedName, Mark);
}
