// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Cuts the connection in the middle of a reply, a number of times. Exactly one of the limits is set.</summary>
public sealed record ReplyDrop
{
    /// <summary>Whole events sent before the cut.</summary>
    public int? AfterEvents { get; init; }

    /// <summary>Body bytes sent before the cut.</summary>
    public int? AfterBytes { get; init; }

    /// <summary>How many attempts are cut before the reply proper; <see cref="int.MaxValue"/> for all of them.</summary>
    public int Times { get; init; } = 1;
}
