// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hooks;

/// <summary>How a tool call ended, by what the model was told.</summary>
/// <param name="Status">Failed or denied.</param>
/// <param name="Text">Why, in one line.</param>
public sealed record ToolVerdict(CallStatus Status, string Text);
