// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>How the bytes of a reply leave.</summary>
/// <param name="ChunkBytes">Bytes per write; null writes one event at a time. Small values split UTF-8 characters.</param>
/// <param name="DeltaCharacters">Characters per text or argument delta.</param>
/// <param name="DelayMilliseconds">Pause between events, or between chunks when those are set.</param>
/// <param name="FirstDelayMilliseconds">Pause before the response head.</param>
public sealed record ReplyPace(int? ChunkBytes, int DeltaCharacters, int DelayMilliseconds, int FirstDelayMilliseconds)
{
    /// <summary>Deltas of 24 characters, nothing slowed down.</summary>
    public static ReplyPace Default { get; } = new(null, 24, 0, 0);
}
