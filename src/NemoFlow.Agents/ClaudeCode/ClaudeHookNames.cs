// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>What Claude Code's hook names mean. Newer versions add names; one that is not known here becomes a mark.</summary>
internal static class ClaudeHookNames
{
    private static readonly Dictionary<string, AgentEventKind[]> Meanings = new(StringComparer.Ordinal)
    {
        ["sessionstart"] = [AgentEventKind.AgentStarted],
        ["sessionend"] = [AgentEventKind.AgentEnded],
        ["userpromptsubmit"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["beforesubmitprompt"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["promptsubmitted"] = [AgentEventKind.LlmHint, AgentEventKind.PromptSubmitted],
        ["stop"] = [AgentEventKind.LlmHint, AgentEventKind.TurnEnded],
        ["stopfailure"] = [AgentEventKind.TurnEnded],
        ["subagentstart"] = [AgentEventKind.SubagentStarted],
        ["subagentstop"] = [AgentEventKind.SubagentEnded],
        ["subagentend"] = [AgentEventKind.SubagentEnded],
        ["pretooluse"] = [AgentEventKind.ToolStarted],
        ["posttooluse"] = [AgentEventKind.ToolEnded],
        ["posttoolusefailure"] = [AgentEventKind.ToolEnded],
        ["toolusefailed"] = [AgentEventKind.ToolEnded],
        ["permissiondenied"] = [AgentEventKind.ToolEnded],
        ["permissionrequest"] = [AgentEventKind.PermissionRequested],
        ["precompact"] = [AgentEventKind.Compaction],
        ["compaction"] = [AgentEventKind.Compaction],
        ["postcompact"] = [AgentEventKind.CompactionEnded],
        ["notification"] = [AgentEventKind.Notification],
        // Text on its way to the screen: what was said is in the model's answer.
        ["messagedisplay"] = [AgentEventKind.LlmHint],
        ["afteragentresponse"] = [AgentEventKind.LlmHint],
        ["agentresponse"] = [AgentEventKind.LlmHint],
        ["assistantresponse"] = [AgentEventKind.LlmHint],
        ["afteragentthought"] = [AgentEventKind.LlmHint],
        ["prellmcall"] = [AgentEventKind.LlmHint],
        ["postllmcall"] = [AgentEventKind.LlmHint],
    };

    private static readonly AgentEventKind[] Mark = [AgentEventKind.HookMark];

    /// <summary>The meanings of a normalised name, in order.</summary>
    public static IReadOnlyList<AgentEventKind> Of(string normalizedName) => Meanings.GetValueOrDefault(normalizedName, Mark);
}
