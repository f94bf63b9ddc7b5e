// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Codecs.OpenAIChat;

namespace NemoFlow.Codecs.Tests.OpenAIChat;

public sealed class ChatCodecTests
{
    [Theory]
    [InlineData("""{"reasoning_content":"think"}""")]
    [InlineData("""{"reasoning":"think"}""")]
    [InlineData("""{"thinking":"think"}""")]
    [InlineData("""{"reasoning":{"content":"think"}}""")]
    [InlineData("""{"reasoning":"think","reasoning_details":[{"type":"reasoning.text","text":"think"}]}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"think"},{"type":"reasoning.encrypted","data":"x"}]}""")]
    [InlineData("""{"thinking_blocks":[{"type":"thinking","thinking":"think","signature":"s"}]}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"think"}]},{"type":"text","text":"said"}]}""")]
    public void ReadResponse_ReasoningOfCompatibleProviders_IsFound(string fields)
    {
        string message = """{"role":"assistant","content":"said",""" + fields[1..];
        if (fields.Contains("\"content\":[", StringComparison.Ordinal))
        {
            message = """{"role":"assistant",""" + fields[1..];
        }

        LlmResponse response = Response($$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""");

        Assert.Equal(("think", "said", LlmFinish.Complete), (response.Reasoning, response.Text, response.Finish));
        Assert.Single(response.Items, i => i.Kind == LlmItemKind.Reasoning);
    }

    [Fact]
    public void ReadResponse_EmptyReasoningFields_AreNone()
    {
        LlmResponse response = Response("""{"choices":[{"message":{"content":"a","reasoning":null,"reasoning_content":"","reasoning_details":[]}}]}""");

        Assert.Equal([LlmItemKind.Message], response.Items.Select(i => i.Kind));
        Assert.Equal("assistant", response.Items[0].Role);
    }

    [Fact]
    public void ReadResponse_Refusal_IsTold()
    {
        LlmResponse response = Response("""{"choices":[{"message":{"role":"assistant","content":null,"refusal":"No."},"finish_reason":"stop"}]}""");

        Assert.Equal([LlmItemKind.Refusal], response.Items.Select(i => i.Kind));
        Assert.Equal(("No.", LlmFinish.ContentFilter), (response.Text, response.Finish));
    }

    [Fact]
    public void ReadResponse_ToolCallsOfAllForms_HaveIds()
    {
        LlmResponse response = Response(
            """
            {"choices":[{"message":{"content":null,"tool_calls":[
              {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},
              {"id":"c2","type":"custom","custom":{"name":"g","input":"free text"}},
              {"id":"","type":"function","function":{"name":"h","arguments":{"already":"parsed"}}}]},"finish_reason":"stop"}]}
            """);

        Assert.Equal([("c1", "f"), ("c2", "g"), ("h:2", "h")], response.Items.Select(i => (i.CallId, i.ToolName)));
        Assert.Equal("free text", response.Items[1].Arguments!.Value.GetString());
        Assert.Equal(JsonValueKind.Object, response.Items[2].Arguments!.Value.ValueKind);
        Assert.Equal(LlmFinish.ToolUse, response.Finish);
    }

    [Theory]
    [InlineData("stop", LlmFinish.Complete)]
    [InlineData("length", LlmFinish.Length)]
    [InlineData("tool_calls", LlmFinish.ToolUse)]
    [InlineData("function_call", LlmFinish.ToolUse)]
    [InlineData("content_filter", LlmFinish.ContentFilter)]
    [InlineData("something_new", LlmFinish.Unknown)]
    public void ReadResponse_FinishReason_IsMapped(string reason, LlmFinish expected)
    {
        LlmResponse response = Response($$"""{"choices":[{"message":{"content":"a"},"finish_reason":"{{reason}}"}]}""");

        Assert.Equal((expected, reason), (response.Finish, response.FinishReason));
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","code":"c"}}""", "m")]
    [InlineData("""{"error":{"code":429}}""", "429")]
    [InlineData("""{"error":"text"}""", "text")]
    [InlineData("""[{"error":{"message":"listed"}}]""", "listed")]
    [InlineData("""{"detail":"Not Found"}""", "Not Found")]
    [InlineData("""{"message":"Forbidden","type":"error"}""", "Forbidden")]
    public void ReadResponse_Error_IsTold(string body, string error)
    {
        LlmResponse response = Response(body);

        Assert.Equal((error, LlmFinish.Error), (response.Error, response.Finish));
    }

    [Theory]
    [InlineData("""{"content":"c","role":"assistant","token_usage":{"prompt_tokens":3,"completion_tokens":4}}""")]
    [InlineData("""{"message":{"content":"c"},"usage":{"prompt_tokens":3,"completion_tokens":4}}""")]
    public void ReadResponse_MessageAlone_IsRead(string body)
    {
        LlmResponse response = Response(body);

        Assert.Equal(("c", 3, 4), (response.Text, response.Usage!.Input, response.Usage.Output));
        Assert.Null(response.Error);
    }

    [Fact]
    public void ReadRequest_HistoryOfATool_IsItemByItem()
    {
        LlmRequest request = new ChatCodec().ReadRequest(
            JsonElement.Parse("""{"model":"m","reasoning_effort":"high","tools":[{"type":"function"}]}"""),
            JsonElement.Parse(
                """
                [{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"u"}}]},
                 {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c1","content":"done"},{"role":"function","name":"g","content":"old"},7]
                """),
            2);

        Assert.Equal(
            [LlmItemKind.Message, LlmItemKind.Message, LlmItemKind.Reasoning, LlmItemKind.ToolCall, LlmItemKind.ToolResult, LlmItemKind.ToolResult, LlmItemKind.Unknown],
            request.NewItems.Select(i => i.Kind));
        Assert.Equal(("c1", "done", "function:g"), (request.NewItems[4].CallId, request.NewItems[4].Result!.Value.GetString(), request.NewItems[5].CallId));
        Assert.Equal(("m", "high", 2), (request.Model, request.ReasoningEffort, request.HistoryCount));
        Assert.Null(request.FreshUserText);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"hi"}]""", "hi")]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"developer","content":"d"}]""", "hi")]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"tool","content":"d"}]""", null)]
    public void ReadRequest_LastMessage_TellsWhatTheUserSays(string messages, string? expected) =>
        Assert.Equal(expected, new ChatCodec().ReadRequest(default, JsonElement.Parse(messages), 0).FreshUserText);

    private static LlmResponse Response(string body) => new ChatCodec().ReadResponse(JsonElement.Parse(body));
}
