// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hooks;

/// <summary>Ids in a hook that can also be found on a model request.</summary>
public sealed record OwnerHint
{
    /// <summary>The subagent that the next call belongs to.</summary>
    public string? SubagentId { get; init; }

    /// <summary>The agent's id of itself.</summary>
    public string? AgentId { get; init; }

    /// <summary>The agent's type, for example <c>general-purpose</c>.</summary>
    public string? AgentType { get; init; }

    /// <summary>Conversation id.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Generation id.</summary>
    public string? GenerationId { get; init; }

    /// <summary>Request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>Model name.</summary>
    public string? Model { get; init; }
}
