// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal;

/// <summary>How an answer of the scripted provider ended.</summary>
public enum RequestOutcome
{
    /// <summary>The answer is still being written.</summary>
    InFlight,

    /// <summary>All bytes were sent.</summary>
    Completed,

    /// <summary>The provider cut the connection, as scripted.</summary>
    Dropped,

    /// <summary>The client went away, or the provider was disposed, before the end.</summary>
    Cancelled,
}
