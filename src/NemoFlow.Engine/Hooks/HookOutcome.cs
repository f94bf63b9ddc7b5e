// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Hooks;

/// <summary>What became of a hook.</summary>
/// <param name="Reply">The answer for the agent, as JSON.</param>
/// <param name="Problem">Why the payload was refused; null where it was taken.</param>
/// <param name="Recorded">True where the event is in the journal.</param>
/// <param name="Skipped">True where it is not worth recording: the end of a session that was never seen.</param>
public sealed record HookOutcome(ReadOnlyMemory<byte> Reply, string? Problem = null, bool Recorded = true, bool Skipped = false);
