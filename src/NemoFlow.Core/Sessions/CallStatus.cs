// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>How a turn, a model call, a tool call or a subagent stands.</summary>
public enum CallStatus
{
    /// <summary>Not over yet.</summary>
    Open,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was refused permission.</summary>
    Denied,

    /// <summary>The user stopped it, or the connection broke.</summary>
    Interrupted,

    /// <summary>Its end was never told; it was closed with what it belongs to.</summary>
    Abandoned,

    /// <summary>A new prompt came before it was over.</summary>
    Superseded,
}
