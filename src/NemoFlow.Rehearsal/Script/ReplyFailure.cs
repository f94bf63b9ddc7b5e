// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>A failure reported inside a successful HTTP answer, after the reply's output.</summary>
/// <param name="Code">Machine-readable code, such as <c>server_error</c>.</param>
/// <param name="Message">Text for people.</param>
/// <param name="Times">How many attempts fail before the reply proper; <see cref="int.MaxValue"/> for all of them.</param>
public sealed record ReplyFailure(string Code, string Message, int Times);
