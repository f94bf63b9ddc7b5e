// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>Headers by which a caller says what a hook or a model request belongs to.</summary>
public static class HeaderNames
{
    /// <summary>The session; wins over everything else.</summary>
    public const string SessionId = "x-nemo-flow-session-id";

    /// <summary>The subagent.</summary>
    public const string SubagentId = "x-nemo-flow-subagent-id";

    /// <summary>The conversation.</summary>
    public const string ConversationId = "x-nemo-flow-conversation-id";

    /// <summary>The generation.</summary>
    public const string GenerationId = "x-nemo-flow-generation-id";

    /// <summary>The request.</summary>
    public const string RequestId = "x-nemo-flow-request-id";
}
