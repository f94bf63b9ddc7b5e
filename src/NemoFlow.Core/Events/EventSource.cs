// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Who saw an event. The numeric value is the rank: where two sources tell of the same thing, the lower one wins.</summary>
public enum EventSource
{
    /// <summary>Model traffic that passed through the gateway: exact bytes.</summary>
    Gateway = 0,

    /// <summary>A hook that the agent fired.</summary>
    Hook = 1,

    /// <summary>The agent's own transcript or rollout file.</summary>
    Transcript = 2,

    /// <summary>NemoFlow itself: the start and end of a run, idle time, shutdown.</summary>
    Recorder = 3,
}
