// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Tests.Support;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Tests.Threads;

public sealed class ThreadBookTests
{
    private static readonly RequestFacts First = new("t", "turn", false, "go", 1, true);
    private static readonly RequestFacts Continued = First with { StartsPrompt = false };

    [Fact]
    public void Begin_AfterDelivery_MovesToTheNextReplyAndThenToTheClosingText()
    {
        ThreadBook book = new(Scenarios.Of("""{ "text": "a" }, { "text": "b" }"""));

        Assert.Equal((0, "a"), Play(book, First));
        Assert.Equal((1, "b"), Play(book, Continued));
        Assert.Equal((null, "Done."), Play(book, Continued));
    }

    [Fact]
    public void Begin_NewPrompt_StartsAgain()
    {
        ThreadBook book = new(Scenarios.Of("""{ "text": "a" }, { "text": "b" }"""));
        Play(book, First);
        Play(book, Continued);

        Assert.Equal((0, "a"), Play(book, First with { PromptCount = 2, Prompt = "more" }));
    }

    [Fact]
    public void Begin_SamePromptAfterDelivery_IsANewPrompt()
    {
        ThreadBook book = new(Scenarios.Of("""{ "text": "a" }, { "text": "b" }"""));
        Play(book, First);

        Assert.Equal((0, "a"), Play(book, First));
    }

    [Fact]
    public void Begin_UndeliveredReply_IsAnotherAttempt()
    {
        ThreadBook book = new(Scenarios.Of("""{ "text": "a" }, { "text": "b" }"""));
        book.Begin(First);

        Assert.Equal((0, 2), Attempt(book, First));
        Play(book, First);
        book.Begin(Continued);
        Assert.Equal((1, 2), Attempt(book, Continued));
    }

    [Fact]
    public void Begin_NewPromptWhileUndelivered_CountsAttemptsAnew()
    {
        ThreadBook book = new(Scenarios.Of("""{ "text": "a" }"""));
        book.Begin(First);

        Assert.Equal((0, 1), Attempt(book, First with { PromptCount = 2 }));
    }

    [Fact]
    public void Begin_OtherThread_HasItsOwnPlace()
    {
        ThreadBook book = new(Scenarios.Of("""{ "text": "a" }, { "text": "b" }"""));
        Play(book, First);

        Assert.Equal((0, "a"), Play(book, First with { Thread = "other" }));
        Assert.Equal((1, "b"), Play(book, Continued));
    }

    [Fact]
    public void Begin_SeveralFaults_ComeInOrder()
    {
        ThreadBook book = new(Scenarios.Of(
            """
            {
              "text": "a",
              "incomplete": "content_filter",
              "failed": { "message": "no" },
              "drop": { "after_events": 1, "times": 2 },
              "error": { "status": 500, "times": 2 }
            }
            """));

        string[] faults = [.. Enumerable.Range(0, 7).Select(_ => Fault(book.Begin(First)))];

        Assert.Equal(["error", "error", "drop", "drop", "failed", "incomplete", "none"], faults);
    }

    [Fact]
    public void Begin_Conditions_ChooseTheFirstConversationThatMatches()
    {
        ThreadBook book = new(Scenario.Parse(
            """
            {
              "conversations": [
                { "name": "summary", "when": { "kind": "compaction" }, "turns": [{ "text": "s" }] },
                { "name": "marked", "when": { "text": "[[x]]", "agent": "root" }, "turns": [{ "text": "m" }] },
                { "name": "child", "when": { "agent": "subagent" }, "turns": [{ "text": "c" }] }
              ]
            }
            """));

        Assert.Equal("summary", Chosen(book, First with { Thread = "1", Kind = "compaction" }));
        Assert.Equal("marked", Chosen(book, First with { Thread = "2", Prompt = "do [[x]]" }));
        Assert.Equal("child", Chosen(book, First with { Thread = "3", Prompt = "do [[x]]", Subagent = true }));
        Assert.Null(Chosen(book, First with { Thread = "4" }));
    }

    private static (int? Turn, string? Text) Play(ThreadBook book, RequestFacts facts)
    {
        TurnTicket ticket = book.Begin(facts);
        book.Delivered(facts, ticket, 1000);
        return (ticket.Turn, ticket.Reply.Text);
    }

    private static (int? Turn, int Attempt) Attempt(ThreadBook book, RequestFacts facts)
    {
        TurnTicket ticket = book.Begin(facts);
        return (ticket.Turn, ticket.Attempt);
    }

    private static string? Chosen(ThreadBook book, RequestFacts facts) => book.Begin(facts).Conversation?.Name;

    private static string Fault(TurnTicket ticket)
        => ticket switch
        {
            { Error: not null } => "error",
            { Drop: not null } => "drop",
            { Failed: not null } => "failed",
            { Incomplete: not null } => "incomplete",
            _ => "none",
        };
}
