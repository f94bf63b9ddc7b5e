// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>A failure reported inside a successful HTTP answer.</summary>
/// <param name="Code">Machine-readable code, such as <c>server_error</c>.</param>
/// <param name="Message">Text for people.</param>
public sealed record ReplyFailure(string Code, string Message);
