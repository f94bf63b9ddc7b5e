// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Threads;

/// <summary>The reply chosen for a request.</summary>
/// <param name="Conversation">The conversation; null when none matches.</param>
/// <param name="Turn">Position of the reply; null for the closing text.</param>
/// <param name="Reply">The reply, its faults included.</param>
/// <param name="Attempt">Which attempt at this reply this is, from 1.</param>
/// <param name="Ordinal">How many requests the thread made before; makes ids unique in it.</param>
/// <param name="CacheableTokens">Input tokens of the thread's previous delivered request.</param>
internal sealed record TurnTicket(
    Conversation? Conversation, int? Turn, Reply Reply, int Attempt, int Ordinal, int CacheableTokens)
{
    /// <summary>The HTTP error due on this attempt.</summary>
    public ReplyError? Error => Reply.Error is { } error && Attempt <= error.Times ? error : null;

    /// <summary>The cut due on this attempt.</summary>
    public ReplyDrop? Drop
    {
        get
        {
            long before = Reply.Error?.Times ?? 0L;
            return Reply.Drop is { } drop && Attempt > before && Attempt <= before + drop.Times ? drop : null;
        }
    }
}
