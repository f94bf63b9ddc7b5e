// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Exporters.Tests.Support;

/// <summary>A session with one of everything: instructions, tools, an image, reasoning, parallel calls, MCP, a subagent, a failure.</summary>
internal static class Recorded
{
    private const string Body = """
        {"model":"gpt-5.5","stream":true,"instructions":"be brief","temperature":0.5,"top_p":0.9,"max_output_tokens":100,"stop":["END"],"service_tier":"auto","text":{"format":{"type":"json_schema"}},
         "tools":[{"type":"function","name":"shell","description":"Runs commands.","parameters":{"type":"object"}},{"type":"web_search"}]}
        """;

    public static TokenUsage Usage { get; } = new() { Input = 1000, CacheRead = 600, CacheWrite = 100, Output = 50, Reasoning = 20, Total = 1050, CostUsd = 0.25m, CostSplit = Split };

    /// <summary>The parts of that cost.</summary>
    private static CostSplit Split => new() { Input = 0.03m, CacheRead = 0.06m, CacheWrite = 0.01m, Output = 0.1m, Reasoning = 0.05m };

    public static Session Session { get; } = Sessions.Of(Turn()) with
    {
        Id = "s-1",
        AgentVersion = "0.169.0",
        Model = "gpt-5.5-2026",
        State = SessionState.Ended,
        EndedAt = Sessions.Start.AddSeconds(20),
        Metadata = new Dictionary<string, string> { ["cwd"] = "/home/user/project", ["user_id"] = "u-7", ["tags"] = """["nightly","a b"]""" },
    };

    public static LlmItem Message(string role, string text) => new() { Kind = LlmItemKind.Message, Role = role, Text = text, Raw = Item(role, text) };

    public static LlmItem Result(string callId, string text) => new()
    {
        Kind = LlmItemKind.ToolResult,
        CallId = callId,
        Result = JsonSerializer.SerializeToElement(text),
        Raw = Sessions.Json("{}"),
    };

    public static LlmItem ToolCall(string callId, string name, string arguments) => new()
    {
        Kind = LlmItemKind.ToolCall,
        CallId = callId,
        ToolName = name,
        Arguments = JsonSerializer.SerializeToElement(arguments),
        Raw = Sessions.Json("{}"),
    };

    public static LlmItem Reasoning(string text) => new()
    {
        Kind = LlmItemKind.Reasoning,
        Text = text,
        Raw = Sessions.Json("""{"type":"reasoning","id":"rs_1","encrypted_content":"xyz"}"""),
    };

    private static Turn Turn()
    {
        Subagent agent = new()
        {
            Id = "agent-1",
            Name = "explorer",
            Status = CallStatus.Completed,
            StartedAt = Sessions.Start.AddSeconds(4),
            EndedAt = Sessions.Start.AddSeconds(6),
            LaunchedByToolCallId = "call_b",
            Turns = [Sessions.Turn("explore", Sub()) with { StartedAt = At(3.2), EndedAt = At(3.8) }],
        };
        return Sessions.Turn(
            "look at this",
            Call("c-1", 0, [ImageMessage()], [Reasoning("thinking"), Message("assistant", "Let me see."), ToolCall("call_a", "shell", """{"cmd":"ls"}"""), ToolCall("call_b", "mcp__files__read", "{}")]),
            Sessions.Tool("call_a", "c-1", "\"file.txt\"", "\"{\\\"cmd\\\":\\\"ls\\\"}\""),
            Sessions.Tool("call_b", "c-1", """{"ok":true}""", subagent: "agent-1") with { Name = "mcp__files__read", Status = CallStatus.Failed, StatusText = "no such file" },
            agent,
            new Mark { Id = "m", Name = "PermissionRequest", StartedAt = Sessions.Start.AddSeconds(3), EndedAt = Sessions.Start.AddSeconds(3), Data = Sessions.Json("""{"secret":"prompt"}""") },
            Call("c-2", 1, [Result("call_a", "file.txt"), Result("call_b", "no")], [Message("assistant", "Done.")]) with { StartedAt = Sessions.Start.AddSeconds(6), EndedAt = Sessions.Start.AddSeconds(8) },
            Sessions.Call("c-3", null, status: CallStatus.Failed) with { HttpStatus = 429, StartedAt = Sessions.Start.AddSeconds(8), EndedAt = Sessions.Start.AddSeconds(9) }) with
        {
            Usage = TokenUsage.Add(Usage, Usage),
        };
    }

    private static DateTimeOffset At(double seconds) => Sessions.Start.AddSeconds(seconds);

    private static LlmCall Sub() => Sessions.Call("c-sub", usage: new TokenUsage { Input = 7, Output = 3 }) with { OwnerId = "agent-1", StartedAt = At(3.3), EndedAt = At(3.7) };

    private static LlmCall Call(string id, int history, LlmItem[] input, LlmItem[] output) => Sessions.Call(id, usage: Usage) with
    {
        Model = "gpt-5.5-2026",
        HttpStatus = 200,
        ServerAddress = "llm.example.com",
        ServerPort = 8443,
        TimeToFirstEvent = TimeSpan.FromMilliseconds(250),
        RequestHeaders = new Dictionary<string, string> { ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        Request = new LlmRequest
        {
            Model = "gpt-5.5",
            Stream = true,
            Body = Sessions.Json(Body),
            Tools = Sessions.Json(Body).GetProperty("tools"),
            HistoryCount = history,
            NewItems = input,
            FreshUserText = history == 0 ? "look at this" : null,
            ReasoningEffort = "high",
        },
        Response = new LlmResponse
        {
            Id = "resp_" + id,
            Model = "gpt-5.5-2026",
            Items = output,
            Finish = output.Length > 1 ? LlmFinish.ToolUse : LlmFinish.Complete,
            FinishReason = "completed",
            Body = Sessions.Json("""{"service_tier":"default"}"""),
        },
    };

    private static LlmItem ImageMessage() => new()
    {
        Kind = LlmItemKind.Message,
        Role = "user",
        Text = "look at this",
        Raw = Sessions.Json("""{"type":"message","role":"user","content":[{"type":"input_text","text":"look at this"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}"""),
    };

    private static JsonElement Item(string role, string text) =>
        JsonSerializer.SerializeToElement(new { type = "message", role, content = new[] { new { type = "output_text", text } } });
}
