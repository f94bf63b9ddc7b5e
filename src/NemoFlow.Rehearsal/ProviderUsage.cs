// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal;

/// <summary>The token counts that a response reported.</summary>
/// <param name="InputTokens">Input tokens, those read from and written to the cache included.</param>
/// <param name="CachedTokens">Input tokens read from the cache.</param>
/// <param name="OutputTokens">Output tokens, reasoning included.</param>
/// <param name="ReasoningTokens">Reasoning tokens; the Messages API does not tell them apart.</param>
public sealed record ProviderUsage(int InputTokens, int CachedTokens, int OutputTokens, int ReasoningTokens)
{
    /// <summary>Input tokens written to the cache; only the Messages API tells them.</summary>
    public int CacheWriteTokens { get; init; }

    /// <summary>Those of them that are kept for an hour; the others are kept for five minutes.</summary>
    public int CacheWriteHourTokens { get; init; }
}
