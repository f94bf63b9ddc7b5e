// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Setup;

/// <summary>What was seen of an exporter.</summary>
/// <param name="Name">The exporter.</param>
/// <param name="Target">Where it sends or writes, without secrets.</param>
/// <param name="Credential">Where its credential came from, never its value; null where it has none.</param>
/// <param name="Problem">Why it cannot get there; null where it can.</param>
public sealed record ExporterFacts(string Name, string Target, string? Credential, string? Problem)
{
    /// <summary>What to do about the problem; null leaves it to the judge.</summary>
    public string? Remedy { get; init; }

    /// <summary>What it answered to a request that stores nothing; null where it was not asked.</summary>
    public string? Answer { get; init; }

    /// <summary>True where only a delivery can tell whether it takes what it is sent.</summary>
    public bool Undecided { get; init; }

    /// <summary>Sessions of which something still has to be delivered.</summary>
    public int WaitingSessions { get; init; }

    /// <summary>When the oldest of them was last written; null where none waits.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>What a running gateway last met there; null where it met nothing.</summary>
    public string? LastProblem { get; init; }
}
