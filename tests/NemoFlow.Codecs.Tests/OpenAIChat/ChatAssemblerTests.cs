// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Codecs.OpenAIChat;
using NemoFlow.Codecs.Tests.Support;
using static NemoFlow.Codecs.Tests.Support.ChatStreams;

namespace NemoFlow.Codecs.Tests.OpenAIChat;

public sealed class ChatAssemblerTests
{
    [Fact]
    public void Assemble_WholeStream_IsTheBufferedCompletion()
    {
        CodecRun run = Read(ChatStreams.Events);

        Assert.Empty(run.Assembled.Flags);
        Assert.Equal(ChatStreams.Events.Count - 1, run.Assembled.EventCount);
        CodecRun.SameJson(
            """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-x",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Grüße, world 👋","refusal":null,"reasoning_content":"Let me think.",
              "tool_calls":[{"id":"call_1","type":"function","function":{"name":"shell","arguments":"{\"cmd\":\"ls\"}"}},
               {"id":"call_2","type":"function","function":{"name":"now","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":100,"completion_tokens":30,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":40},"completion_tokens_details":{"reasoning_tokens":12}}}
            """,
            run.Body);
    }

    [Fact]
    public void Assemble_OnlyTools_HasNullContent()
    {
        CodecRun run = Read(
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}"""),
            Chunk("{}", "\"tool_calls\""),
            Done);

        Assert.Equal(JsonValueKind.Null, Message(run).GetProperty("content").ValueKind);
        Assert.Equal([LlmItemKind.ToolCall], run.Response.Items.Select(i => i.Kind));
    }

    [Theory]
    // Every call with the same index, whole.
    [InlineData("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"n\":1}"}}""", """{"index":0,"id":"b","function":{"name":"g","arguments":"{\"n\":2}"}}""")]
    // No index at all.
    [InlineData("""{"id":"a","function":{"name":"f","arguments":"{\"n\":1}"}}""", """{"id":"b","function":{"name":"g","arguments":"{\"n\":2}"}}""")]
    // Id and name with every fragment.
    [InlineData("""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"n\""}}""", """{"index":0,"id":"a","function":{"name":"f","arguments":":1}"}}""", """{"index":1,"id":"b","function":{"name":"g","arguments":"{\"n\":2}"}}""")]
    // Empty ids and null names after the first fragment, the second call first.
    [InlineData("""{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{\"n\":2}"}}""", """{"index":0,"id":"a","function":{"name":"f","arguments":"{\"n\""}}""", """{"index":0,"id":"","type":null,"function":{"name":null,"arguments":":1}"}}""")]
    public void Assemble_FragmentsOfCompatibleProviders_MakeTwoCalls(params string[] fragments)
    {
        CodecRun run = Read([.. fragments.Select(f => Chunk($$"""{"tool_calls":[{{f}}]}""")), Chunk("{}", "\"tool_calls\""), Done]);

        Assert.Equal(
            [("a", "f", "{\"n\":1}"), ("b", "g", "{\"n\":2}")],
            run.Response.Items.Select(i => (i.CallId, i.ToolName, i.Arguments?.GetString())));
    }

    [Fact]
    public void Assemble_LegacyFunctionCall_IsPutTogether()
    {
        CodecRun run = Read(
            Chunk("""{"role":"assistant","content":null,"function_call":{"name":"now","arguments":""}}"""),
            Chunk("""{"function_call":{"arguments":"{\"zone\":"}}"""),
            Chunk("""{"function_call":{"arguments":"\"utc\"}"}}"""),
            Chunk("{}", "\"function_call\""),
            Done);

        LlmItem call = Assert.Single(run.Response.Items);
        Assert.Equal(("function:now", "now", "{\"zone\":\"utc\"}", LlmFinish.ToolUse), (call.CallId, call.ToolName, call.Arguments?.GetString(), run.Response.Finish));
    }

    [Fact]
    public void Assemble_SeveralChoices_StayApart()
    {
        CodecRun run = Read(
            Chunk("""{"role":"assistant","content":"b"}""", index: 1),
            Chunk("""{"role":"assistant","content":"a"}"""),
            Chunk("""{"content":"2"}""", index: 1),
            Chunk("{}", "\"stop\""),
            Chunk("{}", "\"length\"", 1),
            Done);

        Assert.Equal(("a", LlmFinish.Complete), (run.Response.Text, run.Response.Finish));
        LlmChoice other = Assert.Single(run.Response.OtherChoices);
        Assert.Equal((1, "b2", LlmFinish.Length), (other.Index, other.Items[0].Text, other.Finish));
    }

    [Fact]
    public void Assemble_UsageOnEveryChunk_CountsTheLast()
    {
        static string WithUsage(string delta, string finish, int output) => Chunk(delta, finish).Replace("\"usage\":null", $$"""  "usage":{"prompt_tokens":10,"completion_tokens":{{output}},"cost":0.25}""", StringComparison.Ordinal);

        CodecRun run = Read(WithUsage("""{"content":"a"}""", "null", 1), WithUsage("""{"content":"b"}""", "\"stop\"", 2), Chunk("{}"), Done);

        Assert.Equal((10, 2, 0.25m), (run.Response.Usage!.Input, run.Response.Usage.Output, run.Response.Usage.CostUsd));
    }

    [Fact]
    public void Assemble_WithoutUsage_TellsNone()
    {
        CodecRun run = Read(Chunk("""{"content":"a"}""", "\"stop\""), Done);

        Assert.Null(run.Response.Usage);
        Assert.False(run.Body.TryGetProperty("usage", out _));
    }

    [Theory]
    [InlineData("x_groq", """{"id":"r","usage":{"prompt_tokens":7,"completion_tokens":3}}""")]
    [InlineData("choices", """[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":7,"completion_tokens":3}}]""")]
    public void Assemble_UsageElsewhere_IsFound(string member, string value)
    {
        CodecRun run = Read(Chunk("""{"content":"a"}"""), $$"""{"id":"chatcmpl-1","{{member}}":{{value}}}""", Done);

        Assert.Equal((7, 3), (run.Response.Usage!.Input, run.Response.Usage.Output));
    }

    [Fact]
    public void Assemble_BlankFirstChunk_TakesIdAndModelFromThoseBehindIt()
    {
        CodecRun run = Read(
            """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}""",
            """{"choices":[{"delta":{"content":"a"},"finish_reason":null,"index":0,"content_filter_results":{"hate":{"filtered":false}}}],"created":5,"id":"c1","model":"gpt-x"}""",
            """{"choices":[{"delta":{},"finish_reason":"stop","index":0}],"created":5,"id":"c1","model":"gpt-x"}""",
            Done);

        Assert.Equal(("c1", "gpt-x", "a"), (run.Response.Id, run.Response.Model, run.Response.Text));
        Assert.Equal("chat.completion", run.Body.GetProperty("object").GetString());
        Assert.Equal(1, run.Body.GetProperty("prompt_filter_results").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"error":{"message":"Oops","type":"server_error","code":500}}""", "Oops")]
    [InlineData("""{"error":"Oops"}""", "Oops")]
    public void Assemble_ErrorInTheStream_EndsIt(string error, string message)
    {
        CodecRun run = Read(Chunk("""{"content":"Half"}"""), error);

        Assert.Empty(run.Assembled.Flags);
        Assert.Equal(("Half", LlmFinish.Error, message), (run.Response.Text, run.Response.Finish, run.Response.Error));
    }

    [Fact]
    public void Assemble_NamedErrorEvent_IsAnError()
    {
        CodecRun run = CodecRun.Of(new ChatCodec(), "event: error\ndata: {\"message\":\"Oops\"}\n\n"u8.ToArray());

        Assert.Equal(("Oops", LlmFinish.Error), (run.Response.Error, run.Response.Finish));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Assemble_WithoutDone_IsCutUnlessEveryChoiceHasFinished(bool finished, bool cut)
    {
        CodecRun run = Read(Chunk("""{"content":"a"}""", finished ? "\"stop\"" : "null"));

        Assert.Equal(cut ? ["truncated_stream"] : Array.Empty<string>(), run.Assembled.Flags);
    }

    [Fact]
    public void Assemble_ListsOfUnknownFields_AreMergedByIndex()
    {
        CodecRun run = Read(
            Chunk("""{"reasoning_details":[{"type":"reasoning.text","text":"Let ","index":0}]}"""),
            Chunk("""{"reasoning_details":[{"type":"reasoning.text","text":"me.","index":0,"signature":"s1"}]}"""),
            Chunk("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"x","index":1}],"annotations":[{"a":1}]}"""),
            Chunk("""{"annotations":[{"a":2}],"content":"t"}""", "\"stop\""),
            Done);

        CodecRun.SameJson(
            """[{"type":"reasoning.text","text":"Let me.","index":0,"signature":"s1"},{"type":"reasoning.encrypted","data":"x","index":1}]""",
            Message(run).GetProperty("reasoning_details"));
        CodecRun.SameJson("""[{"a":1},{"a":2}]""", Message(run).GetProperty("annotations"));
        Assert.Equal("Let me.", run.Response.Reasoning);
    }

    [Fact]
    public void Assemble_WholeMessageAtTheEnd_IsNotSaidTwice()
    {
        CodecRun run = Read(
            Chunk("""{"content":"ab"}"""),
            """{"choices":[{"index":0,"delta":{},"message":{"role":"assistant","content":"ab"},"finish_reason":"stop"}]}""",
            Done);

        Assert.Equal("ab", run.Response.Text);
    }

    private static JsonElement Message(CodecRun run) => run.Body.GetProperty("choices")[0].GetProperty("message");

    private static CodecRun Read(params IEnumerable<string> events) => CodecRun.Of(new ChatCodec(), events);
}
