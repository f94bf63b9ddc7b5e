// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Setup;

/// <summary>What was seen of an exporter.</summary>
/// <param name="Name">The exporter.</param>
/// <param name="Target">Where it sends or writes, without secrets.</param>
/// <param name="Credential">Where its credential came from, never its value; null where it has none.</param>
/// <param name="Problem">Why it cannot get there; null where it can.</param>
public sealed record ExporterFacts(string Name, string Target, string? Credential, string? Problem)
{
    /// <summary>Sessions of which something still has to be delivered.</summary>
    public int WaitingSessions { get; init; }

    /// <summary>When the oldest of them was last written; null where none waits.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>What a running gateway last met there; null where it met nothing.</summary>
    public string? LastProblem { get; init; }
}
