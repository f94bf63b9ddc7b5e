// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Tests.Capture;

/// <summary>Streams of the Messages API.</summary>
public static class OddMessages
{
    private const string Start = """{"type":"message_start","message":{"id":"m","role":"assistant","model":"claude-y","content":[],"usage":{"input_tokens":9,"cache_read_input_tokens":4,"cache_creation_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":2},"output_tokens":1}}}""";
    private const string Ended = """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""";
    private const string Stop = """{"type":"message_stop"}""";

    public static TheoryData<string, string[], string> Cases { get; } = new()
    {
        { "no usage at the end", [Start, Begin(0, """{"type":"text","text":""}"""), Text(0, "Hi"), """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", Stop], "Hi usage 16/4/1" },
        {
            "usage of zeros at the end",
            [Start, Begin(0, """{"type":"text","text":"H"}"""), Text(0, "i"), """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":0,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":5}}""", Stop],
            "Hi usage 16/4/5"
        },
        { "usage known only at the end", ["""{"type":"message_start","message":{"id":"m","usage":{"input_tokens":0,"output_tokens":0}}}""", Begin(0, """{"type":"text","text":""}"""), Text(0, "Hi"), """{"type":"message_delta","delta":{},"usage":{"input_tokens":7,"cache_read_input_tokens":2,"output_tokens":5}}""", Stop], "Hi usage 9/2/5" },
        {
            "tools of the provider",
            [
                Start, Begin(0, """{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}"""), Json(0, """{\"query\":\"q\"}"""),
                Begin(1, """{"type":"web_search_tool_result","tool_use_id":"s1","content":{"type":"web_search_tool_result_error","error_code":"max_uses_exceeded"}}"""),
                Begin(2, """{"type":"mcp_tool_use","id":"s2","name":"look","server_name":"x","input":{}}"""), Begin(3, """{"type":"mcp_tool_result","tool_use_id":"s2","is_error":false,"content":[{"type":"text","text":"seen"}]}"""),
                Begin(4, """{"type":"text","text":"","citations":null}"""), """{"type":"content_block_delta","index":4,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a"}}}""", Text(4, "Hi"),
                """{"type":"message_delta","delta":{"stop_reason":"pause_turn","container":{"id":"k"}},"context_management":{"applied_edits":[]},"usage":{"output_tokens":5,"server_tool_use":{"web_search_requests":1}}}""", Stop,
            ],
            """Hi call web_search s1 {"query":"q"} call look s2 {} usage 16/4/5"""
        },
        {
            "thoughts, some of them hidden",
            [Start, Begin(0, """{"type":"thinking","thinking":""}"""), """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me."}}""", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}""",
                Begin(1, """{"type":"redacted_thinking","data":"b3BhcXVl"}"""), Begin(2, """{"type":"text","text":""}"""), Text(2, "Hi"), Ended, Stop],
            "Hi (Let me.) usage 16/4/5"
        },
        {
            "the same index for all",
            [Start, Begin(0, """{"type":"text","text":""}"""), Text(0, "Hi"), Begin(0, """{"type":"tool_use","id":"t1","name":"ls","input":{}}"""), Json(0, """{\"a\":1}"""), Begin(0, """{"type":"tool_use","id":"t2","name":"cat","input":{}}"""), Json(0, "{}"), Ended, Stop],
            """Hi call ls t1 {"a":1} call cat t2 {} usage 16/4/5"""
        },
        { "no index, no names", ["data: " + Start + "\n\n", """{"type":"content_block_start","content_block":{"type":"text","text":""}}""", """{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}""", "data: {\"type\":\"message_stop\"}\n\n"], "Hi usage 16/4/1" },
        { "text whose block never began", [Start, Text(0, "H"), Text(0, "i"), Ended, Stop], "usage 16/4/5 malformed_sse" },
        { "types in the names of the events only", ["\uFEFF: hi\r\nevent: message_start\r\ndata: {\"message\":\r\ndata: {\"id\":\"m\"}}\r\n\r\nevent: content_block_start\r\ndata: {\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hi\"}}\r\n\r\nevent: ping\r\ndata: {}\r\n\r\nevent: aurora\r\ndata: {\"x\":1}\r\n\r\nevent: message_stop\r\ndata: {}\r\n\r\n"], "Hi" },
        { "cut within the arguments", [Start, Begin(0, """{"type":"tool_use","id":"t1","name":"ls","input":{}}"""), Json(0, """{\"pa""")], """call ls t1 {"raw":"{\u0022pa"} usage 16/4/1 truncated_stream""" },
        { "error after text", [Start, Begin(0, """{"type":"text","text":""}"""), Text(0, "Ha"), """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""], "failed: Overloaded Ha usage 16/4/1" },
        { "error named by its event", [Start, Begin(0, """{"type":"text","text":"Ha"}"""), "event: error\ndata: {\"type\":\"server_error\",\"message\":\"It broke\"}\n\n"], "failed: It broke Ha usage 16/4/1" },
        { "error object of a proxy", ["""{"error":{"message":"It broke"},"type":"proxy"}"""], "failed: It broke" },
        { "blocks and deltas of another day", [Start, Begin(0, """{"type":"hologram","x":1}"""), """{"type":"content_block_delta","index":0,"delta":{"type":"hologram_delta","x":2}}""", Begin(1, """{"type":"text","text":"Hi"}"""), """{"type":"content_block_delta","index":1,"delta":7}""", """{"type":"content_block_start","index":2,"content_block":[]}""", Ended, Stop], "Hi usage 16/4/5 malformed_sse" },
    };

    private static string Begin(int index, string block) => $$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}}}""";

    private static string Text(int index, string text) => $$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static string Json(int index, string part) => $$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{"type":"input_json_delta","partial_json":"{{{part}}}"}}""";
}
