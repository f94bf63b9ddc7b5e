// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Token counts for replies that give none: a function of the bytes, so that runs can be compared.</summary>
internal static class UsageEstimate
{
    private const int BytesPerToken = 4;

    // Providers cache whole blocks of the prompt.
    private const int CacheBlock = 128;

    public static ProviderUsage For(ResponsesRequest request, TurnTicket ticket, long outputBytes)
    {
        Reply reply = ticket.Reply;
        int input = reply.Usage?.Input ?? Tokens(request.BodyLength);
        int cached = reply.Usage?.Cached ?? Math.Min(ticket.CacheableTokens, input) / CacheBlock * CacheBlock;
        int reasoning = reply.Usage?.Reasoning
            ?? (reply.Reasoning is { } thought ? Tokens(thought.Summary.Sum(static part => (long)part.Length)) : 0);
        int output = reply.Usage?.Output ?? Tokens(outputBytes) + reasoning;
        return new ProviderUsage(input, cached, output, reasoning);
    }

    private static int Tokens(long bytes) => (int)Math.Max(1, (bytes + BytesPerToken - 1) / BytesPerToken);
}
