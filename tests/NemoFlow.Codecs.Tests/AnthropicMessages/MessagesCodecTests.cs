// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Codecs.AnthropicMessages;
using NemoFlow.Codecs.Tests.Support;

namespace NemoFlow.Codecs.Tests.AnthropicMessages;

public sealed class MessagesCodecTests
{
    [Fact]
    public void ReadResponse_AllBlocks_BecomeItemsInOrder()
    {
        LlmResponse response = CodecRun.Of(new MessagesCodec(), MessageStreams.Events).Response;

        Assert.Equal(
            [LlmItemKind.Reasoning, LlmItemKind.Reasoning, LlmItemKind.Message, LlmItemKind.ToolCall, LlmItemKind.ToolCall, LlmItemKind.ServerToolCall, LlmItemKind.ToolResult],
            response.Items.Select(i => i.Kind));
        Assert.Equal(("Grüße, world 👋", "Let me think.", LlmFinish.ToolUse), (response.Text, response.Reasoning, response.Finish));
        Assert.Equal(("toolu_1", "Bash"), (response.Items[3].CallId, response.Items[3].ToolName));
        Assert.Equal("""{"command": "ls"}""", response.Items[3].Arguments!.Value.GetRawText());
        Assert.Equal("{}", response.Items[4].Arguments!.Value.GetRawText());
        Assert.Equal("c2ln", response.Items[0].Raw.GetProperty("signature").GetString());
        Assert.Equal("First", response.Items[5].Result!.Value[0].GetProperty("title").GetString());
    }

    [Fact]
    public void ReadResponse_Usage_CountsTheCacheAsInput()
    {
        TokenUsage usage = CodecRun.Of(new MessagesCodec(), MessageStreams.Events).Response.Usage!;

        Assert.Equal((150, 40, 10, 6, 57), (usage.Input, usage.CacheRead, usage.CacheWrite, usage.CacheWriteHour, usage.Output));
        Assert.Equal(4, usage.Raw!.Value.GetProperty("cache_creation").GetProperty("ephemeral_5m_input_tokens").GetInt32());
    }

    [Theory]
    [InlineData("end_turn", LlmFinish.Complete)]
    [InlineData("stop_sequence", LlmFinish.Complete)]
    [InlineData("pause_turn", LlmFinish.Complete)]
    [InlineData("max_tokens", LlmFinish.Length)]
    [InlineData("model_context_window_exceeded", LlmFinish.Length)]
    [InlineData("tool_use", LlmFinish.ToolUse)]
    [InlineData("refusal", LlmFinish.ContentFilter)]
    [InlineData("something_new", LlmFinish.Unknown)]
    public void ReadResponse_StopReason_IsMapped(string reason, LlmFinish expected)
    {
        LlmResponse response = Response($$"""{"content":[],"stop_reason":"{{reason}}"}""");

        Assert.Equal((expected, reason), (response.Finish, response.FinishReason));
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}""", "Overloaded")]
    [InlineData("""{"type":"error","error":{"type":"api_error"}}""", "api_error")]
    [InlineData("""{"error":"bad gateway"}""", "bad gateway")]
    [InlineData("""{"type":"error"}""", "error")]
    public void ReadResponse_Error_IsTold(string body, string error)
    {
        LlmResponse response = Response(body);

        Assert.Equal((error, LlmFinish.Error), (response.Error, response.Finish));
        Assert.Empty(response.Items);
    }

    [Fact]
    public void ReadResponse_CitedTexts_AreOneText()
    {
        LlmResponse response = Response(
            """
            {"content":[{"type":"text","text":"I searched."},{"type":"server_tool_use","id":"s","name":"web_search","input":{}},
             {"type":"text","text":"It is "},{"type":"text","text":"blue","citations":[{"url":"u"}]},{"type":"text","text":"."}]}
            """);

        Assert.Equal("I searched.\nIt is blue.", response.Text);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"hi"}]""", "hi")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"<system-reminder>\nx\n</system-reminder>\n"},{"type":"text","text":"hi"}]}]""", "hi")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"<b>only</b>"}]}]""", "<b>only</b>")]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"system","content":"env"}]""", "hi")]
    [InlineData("""[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"u"}},{"type":"text","text":"what is it?"}]}]""", "what is it?")]
    [InlineData("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]""", null)]
    [InlineData("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"},{"type":"text","text":"note"}]}]""", null)]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"assistant","content":"prefill"}]""", null)]
    [InlineData("[]", null)]
    public void ReadRequest_LastMessage_TellsWhatTheUserSays(string messages, string? expected)
    {
        Assert.Equal(expected, Request("{}", messages).FreshUserText);
    }

    [Fact]
    public void ReadRequest_HistoryOfATool_IsItemByItem()
    {
        LlmRequest request = Request(
            """{"model":"m","stream":true,"system":[{"type":"text","text":"s"}],"tools":[{"name":"Bash"}],"output_config":{"effort":"high"}}""",
            """
            [{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"I run it."},{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"a.txt"}],"cache_control":{"type":"ephemeral"}},{"type":"document","source":{"type":"text","data":"d"}}]},
             {"role":"user","content":[{"type":"text","text":"and?"},{"type":"image","source":{"type":"base64","data":"x"}}]}]
            """);

        Assert.Equal(
            [LlmItemKind.Reasoning, LlmItemKind.Message, LlmItemKind.ToolCall, LlmItemKind.ToolResult, LlmItemKind.Message, LlmItemKind.Message],
            request.NewItems.Select(i => i.Kind));
        Assert.Equal(("t1", "a.txt"), (request.NewItems[3].CallId, request.NewItems[3].Result!.Value[0].GetProperty("text").GetString()));
        Assert.Equal(("m", "high", true, 3), (request.Model, request.ReasoningEffort, request.Stream, request.RawItems!.Value.GetArrayLength()));
        Assert.Equal("and?", request.FreshUserText);
        Assert.Equal("Bash", request.Tools!.Value[0].GetProperty("name").GetString());
    }

    private static LlmResponse Response(string body) => new MessagesCodec().ReadResponse(JsonElement.Parse(body));

    private static LlmRequest Request(string body, string messages) => new MessagesCodec().ReadRequest(JsonElement.Parse(body), JsonElement.Parse(messages), 0);
}
