// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hooks;

/// <summary>What a hook means, the same for every agent.</summary>
public enum AgentEventKind
{
    /// <summary>Anything without a meaning of its own: kept as a mark.</summary>
    HookMark,

    /// <summary>A session began or was resumed.</summary>
    AgentStarted,

    /// <summary>A session ended.</summary>
    AgentEnded,

    /// <summary>The user submitted a prompt.</summary>
    PromptSubmitted,

    /// <summary>The agent finished answering a prompt.</summary>
    TurnEnded,

    /// <summary>The user stopped the agent in mid-turn.</summary>
    Interrupted,

    /// <summary>A subagent began.</summary>
    SubagentStarted,

    /// <summary>A subagent ended.</summary>
    SubagentEnded,

    /// <summary>A tool call began.</summary>
    ToolStarted,

    /// <summary>A tool call ended, failed or was denied.</summary>
    ToolEnded,

    /// <summary>The agent is about to call a model.</summary>
    LlmStarted,

    /// <summary>A model call ended.</summary>
    LlmEnded,

    /// <summary>Ids that help to find the owner of a model call; never shown by itself.</summary>
    LlmHint,

    /// <summary>The agent asked for permission to run a tool.</summary>
    PermissionRequested,

    /// <summary>The agent shortens its context, or has done so.</summary>
    Compaction,

    /// <summary>The agent has shortened its context; told by agents that announced it before.</summary>
    CompactionEnded,

    /// <summary>The agent notified the user.</summary>
    Notification,
}
