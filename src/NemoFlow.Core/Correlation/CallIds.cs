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

    /// <summary>The model asked for.</summary>
    public string? Model { get; init; }
}
