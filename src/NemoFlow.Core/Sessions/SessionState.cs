// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Where a session stands.</summary>
public enum SessionState
{
    /// <summary>Something may still come.</summary>
    Active,

    /// <summary>The agent, or the gateway that recorded it, ended it.</summary>
    Ended,

    /// <summary>Nothing ended it, but the gateway that recorded it is gone without a word: it was killed. When it ended is not known.</summary>
    Interrupted,
}
