// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Correlation;

/// <summary>The ids on a model request that hints can be held against.</summary>
internal sealed record CallIds
{
    /// <summary>From <c>x-nemo-flow-subagent-id</c>.</summary>
    public string? SubagentId { get; init; }

    /// <summary>From <c>x-nemo-flow-conversation-id</c>.</summary>
    public string? ConversationId { get; init; }

    /// <summary>From <c>x-nemo-flow-generation-id</c>.</summary>
    public string? GenerationId { get; init; }

    /// <summary>From <c>x-nemo-flow-request-id</c>, else <c>x-request-id</c>.</summary>
    public string? RequestId { get; init; }

    /// <summary>True where the request carries the results of tool calls that one agent alone has asked for and not yet had back.</summary>
    public bool AnswersTools { get; init; }

    /// <summary>That agent; null for the root agent.</summary>
    public string? AnswersToolsOf { get; init; }

    /// <summary>The model asked for.</summary>
    public string? Model { get; init; }
}
