// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

/// <summary>A review's hooks name the root session and the review's own turn; only its requests say whose that is.</summary>
public sealed class ReviewTests
{
    private const string Usage = ""","token_usage":{"input_tokens":10,"output_tokens":2},"status":"completed" """;

    [Fact]
    public void Review_HooksWithoutAgent_IsASubagentWithEveryCallOnce()
    {
        Session session = Reviewed(new Script()).SessionEnd().Fold();

        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("root-turn", "review this", CallStatus.Completed), (turn.Id, turn.Prompt, turn.Status));
        Subagent review = Assert.IsType<Subagent>(Assert.Single(turn.Items));
        Assert.Equal(("r", "review", null, CallStatus.Completed), (review.Id, review.Type, review.Name, review.Status));
        Turn own = Assert.Single(review.Turns);
        Assert.Equal(("review-turn", 1, "review this", CallStatus.Completed), (own.Id, own.Index, own.Prompt, own.Status));
        Assert.Equal(2, own.Items.OfType<LlmCall>().Count());
        Assert.Equal("r", Assert.Single(own.Items.OfType<ToolCall>()).OwnerId);
        Assert.Equal((20, 2, 1), (session.Usage?.Input, session.Counts.LlmCalls, session.Counts.ToolCalls));
        Assert.Empty(session.OpenParts());
    }

    [Fact]
    public void Review_ThatEndsInAStop_EndsTheTurnThatWaitedForIt()
    {
        Session session = Reviewed(new Script()).Stop("all is well", "review-turn").Prompt("thanks", "t2").Stop("you are welcome", "t2").Fold();

        Assert.Equal(["root-turn", "t2"], session.Turns.Select(t => t.Id));
        Assert.Equal(("all is well", CallStatus.Completed, "stop"), (session.Turns[0].Response, session.Turns[0].Status, session.Turns[0].EndReason));
        Assert.Equal(CallStatus.Completed, session.All<Subagent>().Single().Status);
        Assert.Equal(SessionState.Active, session.State);
        Assert.Empty(session.OpenParts());
    }

    [Fact]
    public void Review_WithinASession_LeavesEarlierTurnsAlone()
    {
        Session session = Reviewed(new Script().Prompt("first").Request("c0").Response("c0").Stop("done")).SessionEnd().Fold();

        Assert.Equal([("t1", 1), ("root-turn", 2)], session.Turns.Select(t => (t.Id, t.Index)));
        Assert.Equal(3, session.Counts.LlmCalls);
        Assert.Empty(session.Turns[0].Items.OfType<Subagent>());
    }

    [Fact]
    public void Review_Unfinished_IsNotTakenForDone()
    {
        Session session = new Script().Prompt("review this", "review-turn").Request("c1", turn: "review-turn", thread: "r", parent: "s", kind: "review", parentTurn: "root-turn").SessionEnd().Fold();

        Assert.Equal(CallStatus.Abandoned, Assert.Single(session.Turns).Status);
        Assert.Equal(CallStatus.Abandoned, session.All<Subagent>().Single().Status);
    }

    private static Script Reviewed(Script script) => script.Prompt("review this", "review-turn")
        .Hook("PreModelRequest", turn: "review-turn").Request("c1", turn: "review-turn", thread: "r", parent: "s", agentName: "/root", kind: "review", parentTurn: "root-turn")
        .Response("c1", $"[{Script.Call("call_1")}]").Hook("PostModelRequest", Usage, "review-turn")
        .ToolStart("call_1", turn: "review-turn").ToolEnd("call_1", turn: "review-turn")
        .Hook("PreModelRequest", turn: "review-turn").Request("c2", $"[{Script.Result("call_1")}]", "review-turn", "r", "s", "/root", kind: "review", parentTurn: "root-turn")
        .Response("c2", $"[{Script.Says("all is well")}]").Hook("PostModelRequest", Usage, "review-turn");
}
