// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Codecs.OpenAIResponses;

namespace NemoFlow.Codecs.Tests.OpenAIResponses;

public sealed class ResponsesCodecTests
{
    private static readonly ResponsesCodec Codec = new();

    [Theory]
    [InlineData("""{"type":"message","role":"user","content":"plain"}""", LlmItemKind.Message, "plain", null, null)]
    [InlineData("""{"role":"developer","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"x"},{"type":"input_text","text":"b"}]}""", LlmItemKind.Message, "a\nb", null, null)]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"refusal","refusal":"no"}]}""", LlmItemKind.Refusal, "no", null, null)]
    [InlineData("""{"type":"reasoning","id":"r","summary":[],"encrypted_content":"gAAA"}""", LlmItemKind.Reasoning, null, null, null)]
    [InlineData("""{"type":"reasoning","summary":[{"text":"s"}],"content":[{"type":"reasoning_text","text":"full"}]}""", LlmItemKind.Reasoning, "full", null, null)]
    [InlineData("""{"type":"function_call","id":"fc","call_id":"c","name":"f","arguments":"{}"}""", LlmItemKind.ToolCall, null, "c", "f")]
    [InlineData("""{"type":"function_call","call_id":"c","namespace":"mcp__files","name":"read","arguments":"{}"}""", LlmItemKind.ToolCall, null, "c", "mcp__files__read")]
    [InlineData("""{"type":"function_call","call_id":"c","namespace":"mcp__files__","name":"read","arguments":"{}"}""", LlmItemKind.ToolCall, null, "c", "mcp__files__read")]
    [InlineData("""{"type":"function_call","call_id":"c","namespace":"mcp__files","name":"mcp__files__read","arguments":"{}"}""", LlmItemKind.ToolCall, null, "c", "mcp__files__read")]
    [InlineData("""{"type":"function_call","call_id":"c","namespace":"collaboration","name":"spawn_agent","arguments":"{}"}""", LlmItemKind.ToolCall, null, "c", "spawn_agent")]
    [InlineData("""{"type":"custom_tool_call","call_id":"c","name":"exec","input":"code"}""", LlmItemKind.ToolCall, null, "c", "exec")]
    [InlineData("""{"type":"local_shell_call","id":"i","call_id":"c","action":{"command":["ls"]}}""", LlmItemKind.ToolCall, null, "c", "local_shell")]
    [InlineData("""{"type":"web_search_call","id":"ws","action":{"query":"q"}}""", LlmItemKind.ServerToolCall, null, "ws", "web_search")]
    [InlineData("""{"type":"mcp_call","id":"m","name":"tool","arguments":"{}","output":"o"}""", LlmItemKind.ServerToolCall, null, "m", "tool")]
    [InlineData("""{"type":"tool_search_call","call_id":"c","execution":"client","arguments":{}}""", LlmItemKind.ToolCall, null, "c", "tool_search")]
    [InlineData("""{"type":"tool_search_call","id":"t","execution":"server","arguments":{}}""", LlmItemKind.ServerToolCall, null, "t", "tool_search")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"o"}""", LlmItemKind.ToolResult, null, "c", null)]
    [InlineData("""{"type":"custom_tool_call_output","call_id":"c","output":[{"type":"input_text","text":"o"}]}""", LlmItemKind.ToolResult, null, "c", null)]
    [InlineData("""{"type":"compaction","encrypted_content":"x"}""", LlmItemKind.Unknown, null, null, null)]
    [InlineData("""[1]""", LlmItemKind.Unknown, null, null, null)]
    public void ReadResponse_Item_IsUnderstoodAndKept(string item, LlmItemKind kind, string? text, string? callId, string? tool)
    {
        LlmItem read = Assert.Single(Codec.ReadResponse(JsonElement.Parse($$"""{"output":[{{item}}]}""")).Items);

        Assert.Equal((kind, text, callId, tool, item), (read.Kind, read.Text, read.CallId, read.ToolName, read.Raw.GetRawText()));
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"new"}]""", "new")]
    [InlineData("""[{"role":"user","content":"old"},{"type":"function_call_output","call_id":"c","output":"o"}]""", null)]
    [InlineData("""[{"role":"user","content":"first"},{"role":"user","content":"second"}]""", "second")]
    [InlineData("""[{"role":"developer","content":"x"}]""", null)]
    [InlineData("[]", null)]
    [InlineData("""{"not":"an array"}""", null)]
    public void ReadRequest_LastNewItemOfTheUser_IsFresh(string items, string? fresh)
    {
        LlmRequest request = Codec.ReadRequest(
            JsonElement.Parse("""{"model":"m","stream":true,"reasoning":{"effort":"high"},"tools":[{"type":"function","name":"f"}]}"""), JsonElement.Parse(items), 3);

        Assert.Equal((fresh, "m", "high", true, 3), (request.FreshUserText, request.Model, request.ReasoningEffort, request.Stream, request.HistoryCount));
        Assert.Equal(1, request.Tools?.GetArrayLength());
    }

    [Fact]
    public void ReadRequest_ToolsAmongTheItems_AreFound()
    {
        LlmRequest request = Codec.ReadRequest(JsonElement.Parse("{}"), JsonElement.Parse("""[{"type":"additional_tools","tools":[{"name":"exec"}]},{"role":"user","content":"x"}]"""), 0);

        Assert.Equal("""[{"name":"exec"}]""", request.Tools?.GetRawText());
    }

    [Theory]
    [InlineData("""{"error":{"message":"bad key","code":"invalid_api_key"}}""", LlmFinish.Error, "bad key")]
    [InlineData("""{"error":"plain"}""", LlmFinish.Error, "plain")]
    [InlineData("""{"status":"completed","error":null,"output":[]}""", LlmFinish.Complete, null)]
    [InlineData("""{"status":"in_progress","output":[]}""", LlmFinish.Unknown, null)]
    [InlineData("""{"status":"cancelled","output":[]}""", LlmFinish.Unknown, null)]
    [InlineData("""{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]}""", LlmFinish.ContentFilter, null)]
    [InlineData("7", LlmFinish.Unknown, null)]
    public void ReadResponse_Body_TellsHowItEnded(string body, LlmFinish finish, string? error)
    {
        LlmResponse response = Codec.ReadResponse(JsonElement.Parse(body));

        Assert.Equal((finish, error), (response.Finish, response.Error));
    }
}
