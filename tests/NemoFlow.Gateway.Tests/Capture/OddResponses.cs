// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Tests.Capture;

/// <summary>Streams of the Responses API.</summary>
public static class OddResponses
{
    private const string Started = """{"type":"response.created","response":{"id":"r","model":"gpt-y","status":"in_progress","output":[]}}""";
    private const string Finished = """{"type":"response.completed","response":{"id":"r","output":[],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":2}}}""";
    private const string Said = """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"a","content":[{"type":"output_text","text":"Hi"}]}}""";

    public static TheoryData<string, string[], string> Cases { get; } = new()
    {
        { "done without added", [Started, Said, Finished], "Hi usage 9/4/2" },
        { "no event ever says its type but in its name", ["\uFEFF: hello\r\nevent: response.created\r\nid: 1\r\nretry: 5\r\ndata: {\"response\":\r\ndata: {\"id\":\"r\"}}\r\n\r\n", Said, Finished], "Hi usage 9/4/2" },
        {
            "the same place for all",
            [
                Started, Said,
                """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"f1","call_id":"c1","name":"ls","arguments":""}}""",
                """{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"f1","delta":"{\"d\":1}"}""",
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"f1","call_id":"c1","name":"ls","arguments":"{\"d\":1}"}}""",
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c2","name":"cat","arguments":"{}"}}""",
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c2","name":"cat","arguments":"{}"}}""",
                Finished,
            ],
            """Hi call ls c1 {"d":1} call cat c2 {} usage 9/4/2"""
        },
        {
            "no place at all, and the ends in another order than the beginnings",
            [
                Started,
                """{"type":"response.output_item.added","item":{"type":"function_call","id":"f1","call_id":"c1","name":"ls","arguments":""}}""",
                """{"type":"response.output_item.added","item":{"type":"function_call","id":"f2","call_id":"c2","name":"cat","arguments":""}}""",
                """{"type":"response.output_item.done","item":{"type":"function_call","id":"f2","call_id":"c2","name":"cat","arguments":"{\"b\":2}"}}""",
                """{"type":"response.output_item.done","item":{"type":"function_call","id":"f1","call_id":"c1","name":"ls","arguments":"{\"a\":1}"}}""",
                Finished,
            ],
            """call ls c1 {"a":1} call cat c2 {"b":2} usage 9/4/2"""
        },
        {
            "another id with every event",
            [
                Started,
                """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"x1","content":[]}}""",
                """{"type":"response.output_text.delta","output_index":0,"item_id":"x2","delta":"Hi"}""",
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"x3","content":[{"type":"output_text","text":"Hi"}]}}""",
                Finished,
            ],
            "Hi usage 9/4/2"
        },
        {
            "places out of order",
            [
                Started, Said.Replace("\"output_index\":0", "\"output_index\":7", StringComparison.Ordinal),
                """{"type":"response.output_item.done","output_index":3,"item":{"type":"reasoning","id":"q","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text","text":"Two."}]}}""",
                Finished,
            ],
            "Hi (One.\nTwo.) usage 9/4/2"
        },
        {
            "cut within the second part of a summary",
            [
                Started,
                """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"q","summary":[]}}""",
                """{"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""",
                """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"On"}""",
                """{"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"One."}""",
                """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"Tw"}""",
            ],
            "(One.\nTw) truncated_stream"
        },
        {
            "cut within a refusal",
            [Started, """{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Well,"}""", """{"type":"response.refusal.delta","output_index":0,"content_index":1,"delta":"I can"}"""],
            "Well,\nI can truncated_stream"
        },
        {
            "cut within the arguments, no beginning",
            [Started, """{"type":"response.custom_tool_call_input.delta","output_index":1,"delta":"*** Be"}""", Said],
            "Hi truncated_stream"
        },
        { "incomplete", [Started, Said, """{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":1,"output_tokens":2}}}"""], "Hi usage 1//2" },
        {
            "failed after more than the failure tells",
            [Started, Said, """{"type":"response.output_item.done","output_index":1,"item":{"type":"message","id":"b","content":[{"type":"output_text","text":"there"}]}}""",
                """{"type":"response.failed","response":{"status":"failed","output":[{"type":"message","id":"a","content":[{"type":"output_text","text":"Hi"}]}],"error":{"code":"server_error","message":"It broke"}}}"""],
            "failed: It broke Hi\nthere"
        },
        { "error event after text", [Started, Said, """{"type":"error","code":"server_error","message":"It broke","sequence_number":4}"""], "failed: It broke Hi" },
        { "error object of a proxy", [Started, Said, """{"error":{"message":"Upstream gone","code":502}}"""], "failed: Upstream gone Hi" },
        { "error named by its event", ["event: error\ndata: {\"type\":\"server_error\",\"message\":\"It broke\"}\n\n"], "failed: It broke" },
        {
            "an image is no text",
            [Started, """{"type":"response.image_generation_call.partial_image","output_index":0,"partial_image_b64":"IMAGE"}""".Replace("IMAGE", Data, StringComparison.Ordinal),
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"image_generation_call","id":"ig","status":"completed","result":"IMAGE"}}""".Replace("IMAGE", Data, StringComparison.Ordinal),
                """{"type":"response.output_item.done","output_index":1,"item":{"type":"code_interpreter_call","id":"ci","code":"1+1","outputs":[{"type":"image","url":"data:image/png;base64,IMAGE"}]}}""".Replace("IMAGE", Data, StringComparison.Ordinal),
                Finished],
            """call image_generation ig {} call code_interpreter ci {"raw":"1\u002B1"} usage 9/4/2"""
        },
        {
            "hosted tools and items of another day",
            [Started,
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"mcp_list_tools","id":"ml","server_label":"s","tools":[]}}""",
                """{"type":"response.output_item.done","output_index":1,"item":{"type":"web_search_call","id":"ws","action":{"type":"search","query":"q"}}}""",
                """{"type":"response.output_item.done","output_index":2,"item":{"type":"mcp_call","id":"mc","server_label":"s","name":"look","arguments":"{\"a\":1}","output":null,"error":"no"}}""",
                """{"type":"response.hologram.delta","output_index":3,"delta":{"x":1}}""",
                """{"type":"response.output_item.done","output_index":3,"item":{"type":"hologram","id":"h"}}""",
                Finished],
            """call web_search ws {"type":"search","query":"q"} call look mc {"a":1} usage 9/4/2"""
        },
        { "frames of no sense", [Started, "data: [1]\n\ndata: \"x\"\n\ndata: {\n\n", """{"type":"response.output_item.done","item":null}""", Said, Finished], "Hi usage 9/4/2 malformed_sse" },
    };

    private static string Data => new('A', 40_000);
}
