// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Token counts to report; what is null is computed from the request and the reply.</summary>
/// <param name="Input">Input tokens, cached ones included.</param>
/// <param name="Cached">Input tokens read from the cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Reasoning">Reasoning tokens.</param>
public sealed record ReplyUsage(int? Input, int? Cached, int? Output, int? Reasoning);
