// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

public sealed class LlmCallTests
{
    private const string TokenUsageOfHook = ""","status":"completed","error":null,"token_usage":{"input_tokens":100,"cached_input_tokens":40,"output_tokens":5,"total_tokens":105}""";

    [Fact]
    public void Call_RequestAndResponse_HasEverythingOfBoth()
    {
        LlmCall call = Assert.Single(new Script().Prompt("p").Request("c1", $"[{Script.Asks("p")}]", purpose: "turn").Response("c1", $"[{Script.Says("answer")}]").Fold().All<LlmCall>());

        Assert.Equal(("c1", "openai.responses", "m-1", "turn", CallStatus.Completed, 200), (call.Id, call.Api, call.Model, call.Purpose, call.Status, call.HttpStatus));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(12.5), "answer", 10, 2), (call.Duration, call.TimeToFirstEvent, call.Response?.Text, call.Usage?.Input, call.Usage?.Output));
        Assert.Equal((EventSource.Gateway, "r", null), (call.Source, call.ResponseHeaders["x-request-id"], call.Error));
    }

    [Fact]
    public void Call_Server_IsKnownWhereTheJournalHasIt()
    {
        Session session = new Script().Prompt("p").RawRequest("c1", """{"api":"openai.responses","path":"/v1/responses","server_address":"llm.example.com","server_port":8443,"body":{"model":"m"}}""")
            .Request("c2").Fold();

        Assert.Equal([("llm.example.com", 8443), (null, null)], session.All<LlmCall>().Select(c => (c.ServerAddress, c.ServerPort)));
    }

    [Fact]
    public void Calls_RetriedAfterAFailure_AreBothThere()
    {
        Session session = new Script().Prompt("p").Request("c1").RawResponse("c1", """{"status":500,"outcome":"completed","body":{"error":{"message":"it broke"}}}""")
            .Request("c2").Response("c2").Stop("done").Fold();

        Assert.Equal([(CallStatus.Failed, "it broke"), (CallStatus.Completed, null)], session.All<LlmCall>().Select(c => (c.Status, c.Error)));
        Assert.Equal((2, 1, 2), (session.Counts.LlmCalls, session.Counts.FailedLlmCalls, session.Counts.ModelRequests));
        Assert.Equal((10, 2), (session.Usage?.Input, session.Usage?.Output));
    }

    [Theory]
    [InlineData("""{"status":429,"outcome":"completed"}""", CallStatus.Failed, "HTTP 429")]
    [InlineData("""{"status":200,"outcome":"completed","body":{"status":"failed","error":{"message":"m"}}}""", CallStatus.Failed, "m")]
    [InlineData("""{"status":200,"outcome":"client_cancelled"}""", CallStatus.Interrupted, "client_cancelled")]
    [InlineData("""{"status":200,"outcome":"upstream_dropped","error":"reset"}""", CallStatus.Interrupted, "reset")]
    [InlineData("""{"outcome":"upstream_unreachable","error":"refused"}""", CallStatus.Failed, "refused")]
    [InlineData("""{"status":200}""", CallStatus.Completed, null)]
    public void Call_Outcome_IsItsStatus(string response, CallStatus status, string? error)
    {
        LlmCall call = Assert.Single(new Script().Prompt("p").Request("c1").RawResponse("c1", response).Fold().All<LlmCall>());

        Assert.Equal((status, error), (call.Status, call.Error));
    }

    [Fact]
    public void Call_SeenByGatewayAndHooks_IsOne()
    {
        Session session = new Script().Prompt("p").Hook("PreModelRequest").Request("c1").Response("c1").Hook("PostModelRequest", TokenUsageOfHook).Fold();

        Assert.Equal(10, Assert.Single(session.All<LlmCall>()).Usage?.Input);
    }

    [Fact]
    public void Call_WhoseFirstHookWasLost_IsStillOne()
    {
        Session session = new Script().Prompt("p").Request("c1").Response("c1").Hook("PostModelRequest", TokenUsageOfHook)
            .Hook("PreModelRequest").Request("c2").Response("c2").Hook("PostModelRequest", TokenUsageOfHook).Fold();

        Assert.Equal(2, session.Counts.LlmCalls);
        Assert.Equal(20, session.Usage?.Input);
    }

    [Fact]
    public void Call_WhoseBodyCouldNotBeRead_HasTheTokensOfTheHook()
    {
        LlmCall call = Assert.Single(new Script().Prompt("p").Hook("PreModelRequest").Request("c1", body: null).RawResponse("c1", """{"status":200,"flags":["undecoded_encoding"]}""")
            .Hook("PostModelRequest", TokenUsageOfHook).Fold().All<LlmCall>());

        Assert.Equal((100, 40, 5), (call.Usage?.Input, call.Usage?.CacheRead, call.Usage?.Output));
        Assert.Equal(["undecoded_encoding"], call.Flags);
    }

    [Theory]
    [InlineData("completed", CallStatus.Completed)]
    [InlineData("failed", CallStatus.Failed)]
    [InlineData("cancelled", CallStatus.Interrupted)]
    public void Call_SeenByHooksOnly_StandsForItself(string status, CallStatus expected)
    {
        Session session = new Script().Prompt("p").Hook("PreModelRequest").Hook("PostModelRequest", $$$""","model":"gpt","status":"{{{status}}}","token_usage":{"input_tokens":7}""").Fold();

        LlmCall call = Assert.Single(session.All<LlmCall>());
        Assert.Equal((EventSource.Hook, "hook", "gpt", expected, 7, TimeSpan.FromSeconds(1)), (call.Source, call.Api, call.Model, call.Status, call.Usage?.Input, call.Duration));
        Assert.Equal(0, session.Counts.ModelRequests);
    }

    [Fact]
    public void Call_CancelledByHook_IsInterruptedWhileItsResponseIsOut()
    {
        Session session = new Script().Prompt("p").Hook("PreModelRequest").Request("c1").Hook("PostModelRequest", ""","status":"cancelled" """).Fold();

        Assert.Equal(CallStatus.Interrupted, Assert.Single(session.All<LlmCall>()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Response_AfterTheTurn_CompletesTheCallAndLeavesNothingOpen(bool afterSession)
    {
        Script script = new Script().Prompt("p").Request("c1").Stop("done");
        Session session = (afterSession ? script.SessionEnd() : script).Response("c1", $"[{Script.Call("call_1")}]").Fold();

        Assert.Equal((CallStatus.Completed, null), (session.All<LlmCall>().Single().Status, session.All<LlmCall>().Single().Error));
        Assert.Single(session.Turns);
        Assert.Empty(session.OpenParts());
        Assert.Equal(CallStatus.Abandoned, session.All<ToolCall>().Single().Status);
    }

    [Fact]
    public void Response_OfAnUnknownRequest_IsPassedOver() => Assert.Equal(0, new Script().Prompt("p").Response("nobody").Fold().Counts.LlmCalls);

    [Fact]
    public void Calls_OfRootAndSubagent_AreSummedApartAndTogether()
    {
        Session session = new Script().Prompt("p").Request("c1").Response("c1").Request("c2", turn: "ta", thread: "a1").Response("c2", usage: """{"input_tokens":5,"output_tokens":1,"cost_usd":0.25}""").Fold();

        Assert.Equal((10, 5, 15), (session.Turns[0].Usage?.Input, session.All<Subagent>().Single().Usage?.Input, session.Usage?.Input));
        Assert.Equal(0.25m, session.Usage?.CostUsd);
        Assert.Null(session.Usage?.CacheRead);
    }

    [Fact]
    public void Request_ForAnotherPurpose_IsNoPrompt()
    {
        Session session = new Script().Request("c1", $"[{Script.Asks("summarise")}]", purpose: "compaction").Fold();

        Assert.Null(Assert.Single(session.Turns).Prompt);
    }
}
