// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api;

/// <summary>Token counts for replies that give none: a function of the bytes, so that runs can be compared.</summary>
internal static class UsageEstimate
{
    private const int BytesPerToken = 4;

    // Providers cache whole blocks of the prompt.
    private const int CacheBlock = 128;

    /// <summary>The counts of one reply.</summary>
    /// <param name="requestBytes">Length of the request's body.</param>
    /// <param name="ticket">The reply.</param>
    public static ProviderUsage For(long requestBytes, TurnTicket ticket)
    {
        Reply reply = ticket.Reply;
        int input = reply.Usage?.Input ?? Tokens(requestBytes);
        int cached = reply.Usage?.Cached ?? Math.Min(ticket.CacheableTokens, input) / CacheBlock * CacheBlock;
        int reasoning = reply.Usage?.Reasoning
            ?? (reply.Reasoning is { } thought ? Tokens(thought.Summary.Sum(static part => (long)part.Length)) : 0);
        int output = reply.Usage?.Output ?? Tokens(Spoken(reply)) + reasoning;
        return new ProviderUsage(input, cached, output, reasoning);
    }

    /// <summary>The same where the client marks what is to be cached: what it marked and was not read is written, in whole blocks.</summary>
    /// <param name="requestBytes">Length of the request's body.</param>
    /// <param name="ticket">The reply.</param>
    /// <param name="marksCache">Whether the request marks anything.</param>
    /// <param name="forAnHour">Whether what is written is kept for an hour instead of five minutes.</param>
    public static ProviderUsage WithCacheWrites(long requestBytes, TurnTicket ticket, bool marksCache, bool forAnHour)
    {
        ProviderUsage usage = For(requestBytes, ticket);
        if (!marksCache && ticket.Reply.Usage?.Cached is null)
        {
            usage = usage with { CachedTokens = 0 };
        }

        int rest = Math.Max(0, usage.InputTokens - usage.CachedTokens);
        int written = Math.Min(rest, ticket.Reply.Usage?.CacheWrite ?? (marksCache ? rest / CacheBlock * CacheBlock : 0));
        int hour = Math.Min(written, ticket.Reply.Usage?.CacheWriteHour ?? (forAnHour ? written : 0));
        return usage with { CacheWriteTokens = written, CacheWriteHourTokens = hour };
    }

    public static int Tokens(long bytes) => (int)Math.Max(1, (bytes + BytesPerToken - 1) / BytesPerToken);

    /// <summary>Length of what the model wrote, whichever tool form it was translated to.</summary>
    private static long Spoken(Reply reply)
        => (reply.Text?.Length ?? reply.Refusal?.Length ?? 0L)
            + reply.Tools.Sum(static tool =>
                (tool.Arguments?.Length ?? 0L) + (tool.Input?.Length ?? 0L) + (tool.Command?.Length ?? 0L)
                + (tool.Message?.Length ?? 0L) + (tool.Query?.Length ?? 0L));
}
