// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Capture;

/// <summary>From the bytes of a provider to the file of a trajectory.</summary>
public sealed class ModelApiCaptureTests
{
    private const string User = """{"role":"user","content":[{"type":"text","text":"list the files"MARK}]}""";

    [Fact]
    public async Task Messages_ToolLoop_IsATrajectory()
    {
        string first = ModelStreams.Messages("I look.", "toolu_1");
        string result = """{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"a.txt","cache_control":{"type":"ephemeral"}}]}""";
        string assistant = """{"role":"assistant","content":[{"type":"thinking","thinking":"Let me think.","signature":"c2ln"},{"type":"text","text":"I look."},{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls"}}]}""";

        (Session session, string[] answers) = await PlayAsync(
            "/v1/messages",
            [first, """{"id":"msg_2","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Only a.txt."}],"stop_reason":"end_turn","usage":{"input_tokens":5,"cache_read_input_tokens":150,"output_tokens":4}}"""],
            User.Replace("MARK", ""","cache_control":{"type":"ephemeral"}""", StringComparison.Ordinal),
            User.Replace("MARK", "", StringComparison.Ordinal) + "," + assistant + "," + result);

        Assert.Equal(first, answers[0]);
        // The marker moved on, and the first message counts as known all the same.
        Assert.Equal([(0, 1), (1, 4)], session.Calls().Select(c => (c.Request!.HistoryCount, c.Request.NewItems.Count)));
        JsonElement steps = Trajectory(session).GetProperty("steps");
        Assert.Equal(["user", "agent", "agent"], steps.EnumerateArray().Select(s => s.GetProperty("source").GetString()));
        AssertAgentStep(steps[1], "toolu_1");
        JsonElement metrics = steps[1].GetProperty("metrics");
        Assert.Equal((150, 57, 40), (metrics.GetProperty("prompt_tokens").GetInt32(), metrics.GetProperty("completion_tokens").GetInt32(), metrics.GetProperty("cached_tokens").GetInt32()));
        Assert.Equal(10, metrics.GetProperty("extra").GetProperty("cache_creation_input_tokens").GetInt32());
        Assert.Equal(6, metrics.GetProperty("extra").GetProperty("cache_creation").GetProperty("ephemeral_1h_input_tokens").GetInt32());
        Assert.Contains("c2ln", steps[1].GetProperty("extra").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("Only a.txt.", 155), (steps[2].GetProperty("message").GetString(), steps[2].GetProperty("metrics").GetProperty("prompt_tokens").GetInt32()));
    }

    [Fact]
    public async Task Chat_ToolLoop_IsATrajectory()
    {
        string first = ModelStreams.Chat("I look.", "call_1");

        (Session session, string[] answers) = await PlayAsync(
            "/v1/chat/completions",
            [first, """{"id":"c2","object":"chat.completion","model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":"Only a.txt."},"finish_reason":"stop"},{"index":1,"message":{"role":"assistant","content":"Just one."},"finish_reason":"stop"}]}"""],
            User.Replace("MARK", "", StringComparison.Ordinal),
            User.Replace("MARK", "", StringComparison.Ordinal)
            + """,{"role":"assistant","content":"I look.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"Bash","arguments":"{\"command\": \"ls\"}"}}]},{"role":"tool","tool_call_id":"call_1","content":"a.txt"}""");

        Assert.Equal(first, answers[0]);
        JsonElement steps = Trajectory(session).GetProperty("steps");
        Assert.Equal(["user", "agent", "agent"], steps.EnumerateArray().Select(s => s.GetProperty("source").GetString()));
        AssertAgentStep(steps[1], "call_1");
        Assert.Equal(207, steps[1].GetProperty("metrics").GetProperty("extra").GetProperty("total_tokens").GetInt32());
        Assert.Equal("Only a.txt.", steps[2].GetProperty("message").GetString());
        // Usage was not told, and so there is none.
        Assert.False(steps[2].TryGetProperty("metrics", out _));
        Assert.Contains("Just one.", steps[2].GetProperty("extra").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", 529, "Overloaded")]
    [InlineData("/v1/chat/completions", """{"error":{"message":"Slow down","type":"requests","code":"rate_limit_exceeded"}}""", 429, "Slow down")]
    public async Task Refused_Call_IsAFailedOne(string path, string body, int status, string error)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Utf8(
            $"HTTP/1.1 {status} Refused\r\nContent-Type: application/json\r\nretry-after: 1\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        WireMessage answer = await gateway.CallAsync(Wire.Post(path, $$"""{"model":"m","stream":true,"messages":[{{User.Replace("MARK", "", StringComparison.Ordinal)}}]}"""));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(body, answer.Text);
        Assert.Equal((CallStatus.Failed, status, error, "1"), (call.Status, call.HttpStatus, call.Error, call.ResponseHeaders["retry-after"]));
    }

    [Theory]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Broken\"}}\n\n")]
    [InlineData("/v1/chat/completions", "data: {\"error\":{\"message\":\"Broken\"}}\n\n")]
    public async Task ErrorInsideAStream_IsAFailedCall(string path, string stream)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(stream));

        await gateway.CallAsync(Wire.Post(path, """{"model":"m","stream":true,"messages":[]}"""));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal((CallStatus.Failed, 200, "Broken"), (call.Status, call.HttpStatus, call.Error));
        Assert.Empty(call.Flags);
    }

    [Fact]
    public async Task ChatRequest_AsSent_ReachesTheProviderUntouched()
    {
        const string Request = """{ "model":"m", "stream" : true, "messages":[ ] }""";
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(r => Wire.Ok(r.Body)));

        WireMessage echoed = await gateway.CallAsync(Wire.Post("/v1/chat/completions", Request));

        Assert.Equal(Request, echoed.Text);
    }

    private static void AssertAgentStep(JsonElement step, string toolId)
    {
        Assert.Equal(("I look.", "Let me think."), (step.GetProperty("message").GetString(), step.GetProperty("reasoning_content").GetString()));
        JsonElement tool = Assert.Single(step.GetProperty("tool_calls").EnumerateArray());
        Assert.Equal((toolId, "Bash", "ls"), (tool.GetProperty("tool_call_id").GetString(), tool.GetProperty("function_name").GetString(), tool.GetProperty("arguments").GetProperty("command").GetString()));
        JsonElement result = Assert.Single(step.GetProperty("observation").GetProperty("results").EnumerateArray());
        Assert.Equal((toolId, "a.txt"), (result.GetProperty("source_call_id").GetString(), result.GetProperty("content").GetString()));
    }

    private static async Task<(Session Session, string[] Answers)> PlayAsync(string path, string[] replies, params string[] messages)
    {
        int next = 0;
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(_ => replies[next].StartsWith('{') ? Wire.Json(replies[next++]) : Wire.Stream(replies[next++])));
        List<string> answers = [];
        foreach (string items in messages)
        {
            answers.Add((await gateway.CallAsync(Wire.Post(path, $$"""{"model":"m","messages":[{{items}}]}""", "x-nemo-flow-session-id: one"))).Text);
        }

        return (await gateway.StopAndReadSessionAsync(), [.. answers]);
    }

    private static JsonElement Trajectory(Session session)
    {
        ArrayBufferWriter<byte> buffer = new();
        Assert.True(AtifExporter.TryWrite(session, new AtifOptions(), buffer));
        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
