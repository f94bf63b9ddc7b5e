// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Codecs.AnthropicMessages;
using NemoFlow.Codecs.Sse;
using NemoFlow.Codecs.Tests.Support;
using static NemoFlow.Codecs.Tests.Support.MessageStreams;

namespace NemoFlow.Codecs.Tests.AnthropicMessages;

public sealed class MessagesAssemblerTests
{
    [Fact]
    public void Assemble_WholeStream_IsTheBufferedMessage()
    {
        CodecRun run = Read(MessageStreams.Events);

        Assert.Empty(run.Assembled.Flags);
        Assert.Equal(MessageStreams.Events.Count, run.Assembled.EventCount);
        CodecRun.SameJson(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","stop_reason":"tool_use","stop_sequence":null,
             "content":[
              {"type":"thinking","thinking":"Let me think.","signature":"c2ln"},
              {"type":"redacted_thinking","data":"b3BhcXVl"},
              {"type":"text","text":"Grüße, world 👋"},
              {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}},
              {"type":"tool_use","id":"toolu_2","name":"now","input":{}},
              {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"q"}},
              {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"First","url":"https://a"}]}],
             "usage":{"input_tokens":100,"cache_creation_input_tokens":10,"cache_read_input_tokens":40,
              "cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":6},"output_tokens":57,"service_tier":"standard",
              "server_tool_use":{"web_search_requests":1}}}
            """,
            run.Body);
    }

    [Fact]
    public void Assemble_SplitAtEveryByte_IsTheSame()
    {
        byte[] stream = CodecRun.Stream(MessageStreams.Events);
        CodecRun whole = Read(MessageStreams.Events);
        SseDecoder decoder = new();
        IStreamAssembler assembler = new MessagesCodec().NewAssembler();
        foreach (byte one in stream)
        {
            foreach (SseEvent e in decoder.Push([one]))
            {
                assembler.Add(e);
            }
        }

        Assert.Equal(whole.Body.GetRawText(), Encoding.UTF8.GetString(assembler.Finish().Body.Span));
    }

    [Fact]
    public void Assemble_UsageToldTwice_LaysTheLaterOverTheFirst()
    {
        CodecRun run = Read(
            Start,
            """{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":20,"cache_creation":{"ephemeral_1h_input_tokens":7}}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":null,"output_tokens":30,"cache_read_input_tokens":null}}""",
            Stop);

        TokenUsage usage = run.Response.Usage!;
        Assert.Equal((150, 40, 10, 7, 30), (usage.Input, usage.CacheRead, usage.CacheWrite, usage.CacheWriteHour, usage.Output));
        Assert.Null(usage.Total);
        Assert.Equal("end_turn", run.Response.FinishReason);
    }

    [Theory]
    [InlineData("{\"q\": \"trun", "\"{\\u0022q\\u0022: \\u0022trun\"")]
    [InlineData("{\"q\": [1.50, {\"a\":null}]}", "{\"q\": [1.50, {\"a\":null}]}")]
    [InlineData("[]", "[]")]
    public void Assemble_Arguments_AreJsonOrTheTextThatArrived(string partial, string expected)
    {
        CodecRun run = Read(Start, BlockStart(0, """{"type":"tool_use","id":"toolu_p","name":"t","input":{}}"""), Delta(0, JsonSerializer.Serialize(new { type = "input_json_delta", partial_json = partial })));

        CodecRun.SameJson(expected, run.Body.GetProperty("content")[0].GetProperty("input"));
        Assert.Equal(["truncated_stream"], run.Assembled.Flags);
    }

    [Fact]
    public void Assemble_ArgumentsNestedVeryDeep_AreKeptAsText()
    {
        string deep = new string('[', 400) + new string(']', 400);

        CodecRun run = Read(Start, BlockStart(0, """{"type":"tool_use","id":"t","name":"t","input":{}}"""), Delta(0, $$"""{"type":"input_json_delta","partial_json":"{{deep}}"}"""), Stop);

        Assert.Equal(deep, run.Body.GetProperty("content")[0].GetProperty("input").GetString());
    }

    [Fact]
    public void Assemble_CitationsAndUnknownDeltas_AreKeptAsTheyCame()
    {
        CodecRun run = Read(
            Start,
            BlockStart(0, """{"type":"text","text":"","citations":[]}"""),
            Delta(0, """{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://example.com"}}"""),
            Delta(0, """{"type":"text_delta","text":"cited"}"""),
            Delta(0, """{"type":"hologram_delta","hologram":[1.50]}"""),
            BlockStart(1, """{"type":"hologram","payload":{"deep":[1.50,"x"]}}"""),
            """{"type":"aurora","colour":"green"}""",
            Stop);

        JsonElement block = run.Body.GetProperty("content")[0];
        Assert.Equal("https://example.com", block.GetProperty("citations")[0].GetProperty("url").GetString());
        Assert.Equal("""[{"type":"hologram_delta","hologram":[1.50]}]""", block.GetProperty("unknown_deltas").GetRawText());
        Assert.Equal("""{"type":"hologram","payload":{"deep":[1.50,"x"]}}""", run.Body.GetProperty("content")[1].GetRawText());
        Assert.Equal("""[{"type":"aurora","colour":"green"}]""", run.Body.GetProperty("unknown_events").GetRawText());
        Assert.Equal([LlmItemKind.Message, LlmItemKind.Unknown], run.Response.Items.Select(i => i.Kind));
    }

    [Fact]
    public void Assemble_ErrorInTheStream_EndsItAndKeepsWhatWasSaid()
    {
        CodecRun run = Read(
            Start,
            BlockStart(0, """{"type":"text","text":""}"""),
            Delta(0, """{"type":"text_delta","text":"Half an ans"}"""),
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""");

        Assert.Empty(run.Assembled.Flags);
        Assert.Equal(("Half an ans", LlmFinish.Error, "Overloaded", "overloaded_error"), (run.Response.Text, run.Response.Finish, run.Response.Error, run.Response.FinishReason));
        Assert.Equal("req_1", run.Body.GetProperty("request_id").GetString());
    }

    [Fact]
    public void Assemble_FramesWithoutTheirContent_AreLeftOut()
    {
        CodecRun run = Read(
            """{"type":"message_start"}""",
            """{"type":"content_block_start","index":0}""",
            Delta(5, """{"type":"text_delta","text":"orphaned"}"""),
            """{"type":"message_delta","usage":{"input_tokens":3,"output_tokens":0}}""");

        CodecRun.SameJson("""{"content":[],"usage":{"input_tokens":3,"output_tokens":0}}""", run.Body);
        Assert.Equal(["malformed_sse", "truncated_stream"], run.Assembled.Flags);
    }

    [Fact]
    public void Assemble_NothingButPings_IsNothing()
    {
        CodecRun run = Read("""{"type":"ping"}""");

        Assert.True(run.Assembled.Body.IsEmpty);
        Assert.Equal(["truncated_stream"], run.Assembled.Flags);
    }

    [Fact]
    public void Assemble_MessageDeltaWithMore_KeepsIt()
    {
        CodecRun run = Read(
            Start,
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","container":{"id":"c1"}},"usage":{"output_tokens":2},"context_management":{"applied_edits":[]}}""",
            Stop);

        Assert.Equal("c1", run.Body.GetProperty("container").GetProperty("id").GetString());
        Assert.Equal("[]", run.Body.GetProperty("context_management").GetProperty("applied_edits").GetRawText());
    }

    [Fact]
    public void Assemble_EveryCutOfAStream_IsFlaggedAndReadable()
    {
        for (int count = 1; count < MessageStreams.Events.Count; count++)
        {
            CodecRun run = Read(MessageStreams.Events.Take(count));

            Assert.Equal(["truncated_stream"], run.Assembled.Flags);
            Assert.Equal("claude-x", run.Response.Model);
            Assert.Equal(150, run.Response.Usage!.Input);
        }
    }

    private static CodecRun Read(params IEnumerable<string> events) => CodecRun.Of(new MessagesCodec(), events);
}
