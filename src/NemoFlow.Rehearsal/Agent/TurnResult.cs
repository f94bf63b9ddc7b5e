// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>How a turn ended: with a message, or with an error.</summary>
internal sealed record TurnResult(string? Message, string? Error);
