// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Delivery;

/// <summary>What became of a session that was sent on request.</summary>
/// <param name="Kind">What was sent to.</param>
/// <param name="Address">Where, without credentials.</param>
/// <param name="Delivered">How many parts arrived.</param>
/// <param name="IsComplete">False where something did not arrive.</param>
/// <param name="Problem">What went wrong; null where nothing did.</param>
/// <param name="Rejected">How many parts the target threw away, by its own account.</param>
public sealed record DirectOutcome(string Kind, string Address, long Delivered, bool IsComplete, string? Problem, long Rejected = 0);
