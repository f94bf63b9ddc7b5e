// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>A response that ends before it is complete.</summary>
/// <param name="Reason"><c>max_output_tokens</c> or <c>content_filter</c>.</param>
/// <param name="Times">How many attempts end so before the reply proper; <see cref="int.MaxValue"/> for all of them.</param>
public sealed record ReplyIncomplete(string Reason, int Times);
