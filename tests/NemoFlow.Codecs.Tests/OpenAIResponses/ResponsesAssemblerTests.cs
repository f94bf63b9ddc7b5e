// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Codecs.Tests.Support;

namespace NemoFlow.Codecs.Tests.OpenAIResponses;

public sealed class ResponsesAssemblerTests
{
    private const string Created = """{"type":"response.created","response":{"id":"resp_1","status":"in_progress","model":"m","output":[],"error":null}}""";

    [Fact]
    public void Assemble_CompleteStream_IsTheTerminalSnapshot()
    {
        (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read(ResponseStreams.Events);

        string snapshot = JsonElement.Parse(ResponseStreams.Events[^1]).GetProperty("response").GetRawText();
        Assert.Equal(snapshot, Encoding.UTF8.GetString(assembled.Body.Span));
        Assert.Empty(assembled.Flags);
        Assert.Equal(ResponseStreams.Events.Count, assembled.EventCount);
        Assert.Equal(("resp_1", "gpt-x-2026", LlmFinish.ToolUse, "Hello wörld", "think hard"), (response!.Id, response.Model, response.Finish, response.Text, response.Reasoning));
        Assert.Equal(
            [LlmItemKind.Reasoning, LlmItemKind.Message, LlmItemKind.ToolCall, LlmItemKind.ToolCall, LlmItemKind.ServerToolCall, LlmItemKind.Unknown],
            response.Items.Select(i => i.Kind));
        Assert.Equal((100, 40, 30, 12, 130), (response.Usage!.Input, response.Usage.CacheRead, response.Usage.Output, response.Usage.Reasoning, response.Usage.Total));
    }

    [Theory]
    [InlineData("""a \"quoted\" <b> & 'c' + привет 😀 \u00e9 \/""")]
    [InlineData("""\ud83d\ude00""")]
    public void Assemble_Text_IsWrittenAsTheProviderWroteIt(string text)
    {
        // The next request repeats it, and is only recognised by its bytes.
        string item = $$"""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{{text}}"}]}""";

        (_, AssembledResponse assembled) = ResponseStreams.Read($$$"""{"type":"response.output_item.done","output_index":0,"item":{{{item}}}}""");

        Assert.Contains(item, Encoding.UTF8.GetString(assembled.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_SnapshotWithoutItems_TakesThemFromTheStream()
    {
        string terminal = """{"type":"response.completed","response":{"id":"resp_1","status":"completed","model":"m","output":[]}}""";

        (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read([.. ResponseStreams.Events.SkipLast(1), terminal]);

        Assert.Equal(Items(ResponseStreams.Events[^1]), response!.Items.Select(i => i.Raw.GetRawText()));
        Assert.Empty(assembled.Flags);
    }

    [Fact]
    public void Assemble_StreamCutAfterAnyEvent_KeepsWhatHadArrived()
    {
        for (int count = 0; count < ResponseStreams.Events.Count; count++)
        {
            string[] kept = [.. ResponseStreams.Events.Take(count)];
            (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read(kept);

            Assert.Equal(["truncated_stream"], assembled.Flags);
            Assert.Equal(count, assembled.EventCount);
            Assert.Equal(count == 0, response is null);
            Assert.Equal(Deltas(kept, "response.output_text.delta"), response?.Text ?? "");
            Assert.Equal(Deltas(kept, "response.reasoning_summary_text.delta"), response?.Reasoning ?? "");
            Assert.Equal(Deltas(kept, "response.function_call_arguments.delta"), Argument(response, "call_1"));
            Assert.Equal(Deltas(kept, "response.custom_tool_call_input.delta"), Argument(response, "call_2"));
            Assert.Equal(kept.Count(e => e.Contains("output_item.added", StringComparison.Ordinal)) + Math.Max(0, count - 17), response?.Items.Count ?? 0);
        }
    }

    [Fact]
    public void Assemble_StreamCutAnywhereInItsBytes_NeverLosesAFinishedItem()
    {
        byte[] whole = ResponseStreams.Bytes(ResponseStreams.Events);
        for (int length = 0; length < whole.Length; length += 7)
        {
            string text = Encoding.UTF8.GetString(whole.AsSpan(0, length));
            int finished = text.Split("\n\n").SkipLast(1).Count(e => e.Contains("output_item.done", StringComparison.Ordinal));
            (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read(whole[..length]);

            Assert.InRange(response?.Items.Count ?? 0, finished, 6);
            Assert.True(assembled.Flags.Contains("truncated_stream") || text.Contains("response.completed", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("response.incomplete", """{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}""", LlmFinish.Length, "max_output_tokens", null)]
    [InlineData("response.incomplete", """{"status":"incomplete","incomplete_details":{"reason":"content_filter"}}""", LlmFinish.ContentFilter, "content_filter", null)]
    [InlineData("response.failed", """{"status":"failed","error":{"code":"server_error","message":"it broke"}}""", LlmFinish.Error, "failed", "it broke")]
    [InlineData("response.failed", """{"status":"failed","error":{"code":"rate_limit_exceeded"}}""", LlmFinish.Error, "failed", "rate_limit_exceeded")]
    [InlineData("response.completed", """{"status":"completed"}""", LlmFinish.Complete, "completed", null)]
    public void Assemble_TerminalEvent_TellsWhyTheModelStopped(string type, string response, LlmFinish finish, string reason, string? error)
    {
        (LlmResponse? read, AssembledResponse assembled) = ResponseStreams.Read(
            Created, """{"type":"response.output_text.delta","output_index":0,"delta":"partial"}""", $$"""{"type":"{{type}}","response":{{response}}}""");

        Assert.Empty(assembled.Flags);
        Assert.Equal((finish, reason, error, "partial"), (read!.Finish, read.FinishReason, read.Error, read.Text));
    }

    [Theory]
    [InlineData("""{"type":"error","code":"overloaded","message":"try later","param":null,"sequence_number":3}""", "try later")]
    [InlineData("""{"type":"error","error":{"type":"server_error","code":"x","message":"nested"}}""", "nested")]
    public void Assemble_ErrorEvent_IsAFailureAlsoInMidStream(string error, string message)
    {
        (LlmResponse? alone, _) = ResponseStreams.Read(error);
        (LlmResponse? late, AssembledResponse assembled) = ResponseStreams.Read(Created, error);

        Assert.Equal((LlmFinish.Error, message), (alone!.Finish, alone.Error));
        Assert.Equal((LlmFinish.Error, message, "resp_1"), (late!.Finish, late.Error, late.Id));
        Assert.Empty(assembled.Flags);
        Assert.Single(JsonElement.Parse(assembled.Body.Span).EnumerateObject(), p => p.NameEquals("error"));
    }

    [Fact]
    public void Assemble_MalformedFrames_AreFlaggedAndPassedOver()
    {
        byte[] stream = Encoding.UTF8.GetBytes("data: {not json\n\ndata: \ndata: ]\n\n" + Encoding.UTF8.GetString(ResponseStreams.Bytes(ResponseStreams.Events)) + "data: [DONE]\n\n");

        (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read(stream);

        Assert.Equal(["malformed_sse"], assembled.Flags);
        Assert.Equal("Hello wörld", response!.Text);
    }

    [Theory]
    [InlineData("""{"type":"response.output_item.added","output_index":0,"item":"text"}""")]
    [InlineData("""{"type":"response.output_item.added","output_index":0,"item":[1]}""")]
    [InlineData("""{"type":"response.output_item.added","output_index":0,"item":{"type":5}}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"message","role":"assistant"}}""")]
    [InlineData("""{"type":"response.created","response":"text"}""")]
    [InlineData("""[]""")]
    [InlineData("""{"type":{}}""")]
    [InlineData("""{"type":"response.completed","response":{"output":{"0":1},"usage":[],"error":7,"status":[]}}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"\ud83d"}]}}""")]
    public void Assemble_OddEvents_KeepTheTextOfTheOthers(string odd)
    {
        byte[] stream = Encoding.UTF8.GetBytes($$"""
            data: {{odd}}

            data: {"type":"response.output_text.delta","output_index":9,"delta":"still \ud83d here"}


            """.ReplaceLineEndings("\n"));

        (LlmResponse? response, _) = ResponseStreams.Read(stream);

        Assert.Contains("still \uFFFD here", response!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_VeryDeepItem_IsKept()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 300)) + string.Concat(Enumerable.Repeat("]", 300));

        (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read(
            Encoding.UTF8.GetBytes($$$"""data: {"type":"response.output_item.done","output_index":0,"item":{"type":"hologram","x":{{{deep}}}}}""" + "\n\n"));

        Assert.DoesNotContain("malformed_sse", assembled.Flags);
        Assert.Equal(deep, Assert.Single(response!.Items).Raw.GetProperty("x").GetRawText());
    }

    private static string[] Items(string terminal) => [.. JsonElement.Parse(terminal).GetProperty("response").GetProperty("output").EnumerateArray().Select(i => i.GetRawText())];

    private static string Deltas(IEnumerable<string> events, string type) =>
        string.Concat(events.Select(e => JsonElement.Parse(e)).Where(e => e.GetProperty("type").GetString() == type).Select(e => e.GetProperty("delta").GetString()));

    private static string Argument(LlmResponse? response, string callId) => response?.Items.FirstOrDefault(i => i.CallId == callId)?.Arguments?.GetString() ?? "";
}
