// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Hooks;

/// <summary>What became of a hook.</summary>
/// <param name="Reply">The answer for the agent, as JSON.</param>
/// <param name="Problem">Why the payload was refused; null where it was taken.</param>
/// <param name="Recorded">True where the event is in the journal.</param>
public sealed record HookOutcome(ReadOnlyMemory<byte> Reply, string? Problem = null, bool Recorded = true);
