// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Hermes;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.Hermes;

public sealed class HermesAdapterTests
{
    private static readonly HermesAdapter Adapter = new();

    [Fact]
    public void Reply_ToAnyEvent_IsTheEmptyObject()
    {
        foreach (string name in HermesHookEvents.All)
        {
            Assert.Equal("{}", Encoding.UTF8.GetString(Adapter.Reply(Read($$"""{"hook_event_name":"{{name}}"}""")).Span));
        }
    }

    [Fact]
    public void Read_RegisteredEvents_AreAllKnownButTheEndOfATurn()
    {
        List<string> marks = [.. HermesHookEvents.All.Where(n => Read($$"""{"hook_event_name":"{{n}}"}""")[0].Kind == AgentEventKind.HookMark)];

        Assert.Equal(["on_session_end"], marks);
    }

    [Fact]
    public void Read_EndOfATurn_IsAMarkAndTheTurnsEnd() => Assert.Equal(
        [AgentEventKind.HookMark, AgentEventKind.TurnEnded], Read("""{"hook_event_name":"on_session_end","session_id":"s"}""").Select(e => e.Kind));

    [Fact]
    public void Read_Reset_EndsTheSessionBefore() =>
        Assert.Equal("old", Read("""{"hook_event_name":"on_session_reset","session_id":"new","extra":{"old_session_id":"old","new_session_id":"new"}}""")[0].SessionId);

    [Fact]
    public void Read_TruncatedRequest_IsASummary()
    {
        HookModelCall call = Read("""{"hook_event_name":"pre_api_request","session_id":"s","extra":{"api_request_id":"r","message_count":3,"request":{"_truncated":true}}}""")[0].ModelCall!;

        Assert.False(call.IsExact);
        Assert.Equal(("3", "false", "pre_api_request"), (call.Request?.TextAt("message_count"), call.Request?.TextAt("fidelity.provider_payload_exact"), call.Request?.TextAt("fidelity.source")));
    }

    [Theory]
    [InlineData("""{"response":{"choices":[]}}""", "openai.chat_completions")]
    [InlineData("""{"response":{"output":[]}}""", "openai.responses")]
    [InlineData("""{"raw_response":{"content":[]}}""", "anthropic.messages")]
    [InlineData("""{"assistant_message":{"role":"assistant","content":"x"}}""", "openai.chat_completions")]
    public void Read_Response_KnowsItsShape(string extra, string api)
    {
        HookModelCall call = Read($$"""{"hook_event_name":"post_api_request","session_id":"s","extra":{{extra}}}""")[0].ModelCall!;

        Assert.Equal((true, api), (call.IsExact, call.ResponseApi));
    }

    private static IReadOnlyList<AgentEvent> Read(string payload) => Adapter.Read(new HookInput(JsonElement.Parse(payload), new Dictionary<string, string>(), "minted"));
}
