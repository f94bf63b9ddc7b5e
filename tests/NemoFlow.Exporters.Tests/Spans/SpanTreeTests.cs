// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Spans;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Exporters.Tests.Spans;

public sealed class SpanTreeTests
{
    [Fact]
    public void Of_AnySession_GivesWholeTreesWithStableIdsInEveryVocabulary() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Sessions.Any().ToArbitrary(), Gen.Elements(TraceScope.Turn, TraceScope.Session).ToArbitrary(), (session, scope) =>
        {
            IReadOnlyList<SpanNode> nodes = SpanTree.Of(session, scope);
            Assert.Equal(nodes.Select(n => (n.TraceId, n.Id)), SpanTree.Of(session, scope).Select(n => (n.TraceId, n.Id)));
            Assert.Equal(nodes.Count, nodes.Select(n => n.SpanId).Distinct().Count());
            Assert.All(nodes, n => Assert.True(n.Parent is null || (nodes.Contains(n.Parent) && n.Parent.TraceId == n.TraceId)));
            SpanReading.Spans(session, SpanReading.Options with { TracePer = scope, CaptureContent = true, Vocabulary = SpanVocabulary.Both, FullRequests = true });
        }));

    [Fact]
    public void Of_Turns_AreTracesJoinedByTheConversation()
    {
        Session session = Sessions.Of(Sessions.Turn("a", Sessions.Call("c1")), Sessions.Turn("b", Sessions.Call("c2")));

        List<Span> spans = SpanReading.Spans(session);

        Assert.Equal(2, spans.Select(s => s.TraceId).Distinct().Count());
        Assert.All(spans, s => Assert.Equal("session", s.Read()["gen_ai.conversation.id"]));
    }

    [Fact]
    public void Of_SessionScope_IsOneTraceWhoseRootIsClosedWithTheSession()
    {
        Session active = Sessions.Of(Sessions.Turn("a", Sessions.Call("c1")), Sessions.Turn("b"));
        OtlpOptions options = SpanReading.Options with { TracePer = TraceScope.Session };

        List<Span> before = SpanReading.Spans(active, options);
        List<Span> after = SpanReading.Spans(active with { State = SessionState.Ended, EndedAt = Sessions.Start.AddSeconds(30) }, options);

        Assert.Equal(before.Select(s => s.SpanId), after.Skip(1).Select(s => s.SpanId));
        Assert.Equal("invoke_workflow codex", after[0].Name);
        Assert.Single(after.Select(s => s.TraceId).Distinct());
        Assert.Equal([after[0].SpanId, after[0].SpanId], after.Where(s => s.Name == "invoke_agent codex").Select(s => s.ParentSpanId));
    }

    [Fact]
    public void Of_Times_AreThoseOfTheRecording()
    {
        Span span = SpanReading.Spans(Recorded.Session)[1];

        ulong start = (ulong)(Sessions.Start.AddSeconds(1) - DateTimeOffset.UnixEpoch).Ticks * 100;
        Assert.Equal((start, start + 1_000_000_000), (span.StartTimeUnixNano, span.EndTimeUnixNano));
    }

    [Fact]
    public void Of_OpenTurn_SettlesCallsOnceSomethingFollowedThem()
    {
        LlmCall first = Sessions.Call("c1");
        ToolCall tool = Sessions.Tool("t", "c1");
        LlmCall second = Sessions.Call("c2", null, status: CallStatus.Open) with { StartedAt = Sessions.Start.AddSeconds(5), EndedAt = null };
        Turn open = Sessions.Turn("p", first, tool) with { Status = CallStatus.Open, EndedAt = null };

        Assert.Equal(["c1"], Settled(Sessions.Of(open)));
        Assert.Equal(["c1", "t"], Settled(Sessions.Of(open with { Items = [first, tool, second] })));
        Assert.Empty(Settled(Sessions.Of(open with { Items = [first] })));
    }

    [Fact]
    public void Of_OpenTurnWithoutAnIdOfTheAgent_WaitsForIt()
    {
        Turn open = Sessions.Turn("p", Sessions.Call("c1"), Sessions.Tool("t", "c1")) with { Status = CallStatus.Open, EndedAt = null, Source = "gateway_request", Id = "turn-1" };

        Assert.Empty(Settled(Sessions.Of(open)));
        Assert.Equal(["c1"], Settled(Sessions.Of(open with { Id = "the agent's own" })));
        Assert.Equal(["c1", "t"], Settled(Sessions.Of(open with { Status = CallStatus.Completed, EndedAt = Sessions.Start.AddSeconds(9) })));
    }

    [Fact]
    public void Of_CallWhoseEndWasNeverTold_SettlesAMomentAfterItsTurn()
    {
        Turn turn = Sessions.Turn("p", Sessions.Call("c1", null, status: CallStatus.Abandoned) with { EndedAt = Sessions.Start.AddSeconds(9) });

        Assert.All(SpanTree.Of(Sessions.Of(turn)), n => Assert.Equal(Sessions.Start.AddSeconds(11), n.SettledAt));
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public void Parse_Traceparent_TakesOnlyWhatTheStandardAllows(string? text, bool valid) => Assert.Equal(valid, SpanLink.Parse(text) is not null);

    private static IEnumerable<string> Settled(Session session) => SpanTree.Of(session).Where(n => n.SettledAt is not null).Select(n => n.Call?.Id ?? n.Tool?.Id ?? "turn").Except(["turn"]);
}
