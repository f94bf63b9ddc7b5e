// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Tests;

namespace NemoFlow.Gateway.Tests.Capture;

/// <summary>
/// Answers as some provider or proxy writes them: forwarded byte for byte, and a valid trajectory all the same. What is expected stands
/// in one line: outcome, text, reasoning, calls, tokens (input, of these cached, output), flags, as far as there are any.
/// </summary>
public sealed class OddAnswerTests
{
    [Theory]
    [MemberData(nameof(OddResponses.Cases), MemberType = typeof(OddResponses))]
    public Task Responses_OddStream_IsReadAndForwarded(string name, string[] events, string expected) => CheckAsync(name, "/v1/responses", events, expected);

    [Theory]
    [MemberData(nameof(OddCompletions.Cases), MemberType = typeof(OddCompletions))]
    public Task Chat_OddStream_IsReadAndForwarded(string name, string[] events, string expected) => CheckAsync(name, "/v1/chat/completions", events, expected);

    [Theory]
    [MemberData(nameof(OddMessages.Cases), MemberType = typeof(OddMessages))]
    public Task Messages_OddStream_IsReadAndForwarded(string name, string[] events, string expected) => CheckAsync(name, "/v1/messages", events, expected);

    [Theory]
    [InlineData("/v1/responses", "text/event-stream", """{"error":{"message":"No quota","type":"insufficient_quota"}}""", "failed: No quota")]
    [InlineData("/v1/chat/completions", "text/event-stream; charset=utf-8", """{"error":{"message":"No quota"}}""", "failed: No quota")]
    [InlineData("/v1/chat/completions", "application/json", """[{"error":{"message":"No quota","code":429}}]""", "failed: No quota")]
    [InlineData("/v1/messages", "text/event-stream", """ {"type":"error","error":{"type":"rate_limit_error","message":"No quota"}}""", "failed: No quota")]
    [InlineData("/v1/chat/completions", "text/plain", "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\n", "ok")]
    [InlineData("/v1/responses", "application/octet-stream", "event: response.completed\ndata: {\"response\":{\"id\":\"r\",\"output\":[{\"type\":\"message\",\"content\":\"ok\"}]}}\n\n", "ok")]
    [InlineData("/v1/chat/completions", "application/json", """{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"tool_calls":[{"function":{"name":"f","arguments":{"x":1}}}]}}]}""", "a\nb call f f:0 {\"x\":1}")]
    [InlineData("/v1/responses", "application/json", """{"status":"completed","output":[{"type":"mcp_call","id":"m","name":"q","arguments":"{}","output":"r"},{"type":"new_kind","n":1}],"usage":{"input_tokens":2,"output_tokens":1}}""", "call q m {} usage 2//1")]
    [InlineData("/v1/messages", "application/json", """{"content":"plain","usage":{"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":3},"cache_read_input_tokens":4,"output_tokens":5}}""", "plain usage 10/4/5")]
    public async Task Answer_OfAnotherTypeThanItSays_IsReadAsWhatItIs(string path, string type, string body, string expected)
    {
        Assert.Equal(expected, await PlayAsync(path, Wire.Ok(body, "content-type: " + type), Wire.Utf8(body)));
    }

    private static async Task CheckAsync(string name, string path, string[] events, string expected)
    {
        string stream = string.Concat(events.Select(e => e.StartsWith('{') ? Named(e) : e));

        string read = await PlayAsync(path, Wire.Stream(stream), Wire.Utf8(stream));

        Assert.True(expected == read, $"{name}\nexpected {expected}\nread     {read}");
    }

    private static string Named(string json) =>
        JsonElement.Parse(json) is var e && e.TryGetProperty("type", out JsonElement type) ? $"event: {type}\ndata: {json}\n\n" : $"data: {json}\n\n";

    private static async Task<string> PlayAsync(string path, byte[] reply, byte[] body)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(reply);
        const string Ask = """{"role":"user","content":"go"}""";
        string items = path.EndsWith("responses", StringComparison.Ordinal) ? "input" : "messages";

        WireMessage answer = await gateway.CallAsync(Wire.Post(path, $$"""{"model":"m","stream":true,"{{items}}":[{{Ask}}]}"""));
        Session session = await gateway.StopAndReadSessionAsync();

        Assert.Equal(body, answer.Body);
        ArrayBufferWriter<byte> buffer = new();
        Assert.True(AtifExporter.TryWrite(session, new AtifOptions(), buffer));
        Assert.Empty(AtifValidator.Validate(JsonElement.Parse(buffer.WrittenSpan)));
        Assert.InRange(buffer.WrittenCount, 1, 16_000);
        return Told(session, JsonElement.Parse(buffer.WrittenSpan));
    }

    private static string Told(Session session, JsonElement trajectory)
    {
        LlmCall call = session.Call();
        JsonElement step = trajectory.GetProperty("steps").EnumerateArray().Last();
        List<string> told = [];
        if (call.Status != CallStatus.Completed)
        {
            told.Add($"{call.Status.ToString().ToLowerInvariant()}: {call.Error}");
        }

        if (step.GetProperty("source").GetString() == "agent")
        {
            told.Add(step.GetProperty("message").GetString()!);
            told.Add(step.TryGetProperty("reasoning_content", out JsonElement reasoning) ? $"({reasoning})" : "");
            told.AddRange((step.TryGetProperty("tool_calls", out JsonElement calls) ? calls.EnumerateArray() : default)
                .Select(c => $"call {c.GetProperty("function_name")} {c.GetProperty("tool_call_id")} {JsonSerializer.Serialize(c.GetProperty("arguments"))}"));
        }

        told.Add(call.Usage is { } usage ? $"usage {usage.Input}/{usage.CacheRead}/{usage.Output}" : "");
        told.AddRange(call.Flags);
        return string.Join(' ', told.Where(t => t.Length > 0));
    }
}
