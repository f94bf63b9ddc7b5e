// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What one may wait for in a session.</summary>
public enum SessionMilestone
{
    /// <summary>The session's end.</summary>
    Ended,

    /// <summary>The end of the turn that is open, or of the session.</summary>
    TurnEnded,
}
