// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Token counts to report; what is null is computed from the request and the reply.</summary>
/// <param name="Input">Input tokens, those read from and written to the cache included.</param>
/// <param name="Cached">Input tokens read from the cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Reasoning">Reasoning tokens.</param>
public sealed record ReplyUsage(int? Input, int? Cached, int? Output, int? Reasoning)
{
    /// <summary>Input tokens written to the cache; only the Messages API tells them.</summary>
    public int? CacheWrite { get; init; }

    /// <summary>Those of them that are kept for an hour.</summary>
    public int? CacheWriteHour { get; init; }
}
