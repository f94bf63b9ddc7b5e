// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal;

/// <summary>The token counts that a response reported.</summary>
/// <param name="InputTokens">Input tokens, cached ones included.</param>
/// <param name="CachedTokens">Input tokens read from the cache.</param>
/// <param name="OutputTokens">Output tokens, reasoning included.</param>
/// <param name="ReasoningTokens">Reasoning tokens.</param>
public sealed record ProviderUsage(int InputTokens, int CachedTokens, int OutputTokens, int ReasoningTokens);
