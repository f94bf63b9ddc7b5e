// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Threads;

/// <summary>The reply chosen for a request, and the fault due on this attempt: at most one.</summary>
internal sealed record TurnTicket
{
    public TurnTicket(Conversation? conversation, int? turn, Reply reply, int attempt, int ordinal, int cacheableTokens)
    {
        Conversation = conversation;
        Turn = turn;
        Reply = reply;
        Attempt = attempt;
        Ordinal = ordinal;
        CacheableTokens = cacheableTokens;

        long left = attempt;
        Error = Due(reply.Error, reply.Error?.Times, ref left);
        Drop = Due(reply.Drop, reply.Drop?.Times, ref left);
        Failed = Due(reply.Failed, reply.Failed?.Times, ref left);
        Incomplete = Due(reply.Incomplete, reply.Incomplete?.Times, ref left);
    }

    /// <summary>The conversation; null when none matches.</summary>
    public Conversation? Conversation { get; }

    /// <summary>Position of the reply; null for the closing text.</summary>
    public int? Turn { get; }

    public Reply Reply { get; }

    /// <summary>Which attempt at this reply this is, from 1.</summary>
    public int Attempt { get; }

    /// <summary>How many requests the thread made before; makes ids unique in it.</summary>
    public int Ordinal { get; }

    /// <summary>Input tokens of the thread's previous delivered request.</summary>
    public int CacheableTokens { get; }

    public ReplyError? Error { get; }

    public ReplyDrop? Drop { get; }

    public ReplyFailure? Failed { get; }

    public ReplyIncomplete? Incomplete { get; }

    /// <summary>Whether this attempt gets the reply proper.</summary>
    public bool IsProper => (Error, Drop, Failed, Incomplete) == (null, null, null, null);

    /// <summary>The fault when its turn has come; <paramref name="left"/> is 0 once a fault was chosen.</summary>
    private static T? Due<T>(T? fault, int? times, ref long left)
        where T : class
    {
        if (fault is null || left <= 0)
        {
            return null;
        }

        bool due = left <= times;
        left = due ? 0 : left - times!.Value;
        return due ? fault : null;
    }
}
