// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Codecs.Tests.Support;

/// <summary>Event streams as the Messages API sends them.</summary>
internal static class MessageStreams
{
    public const string Start =
        """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,"cache_creation_input_tokens":10,"cache_read_input_tokens":40,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":6},"output_tokens":1,"service_tier":"standard"}}}""";

    public const string Stop = """{"type":"message_stop"}""";

    /// <summary>All kinds of blocks, with their deltas, in the order of a real stream.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        Start,
        BlockStart(0, """{"type":"thinking","thinking":"","signature":""}"""),
        """{"type":"ping"}""",
        Delta(0, """{"type":"thinking_delta","thinking":"Let me "}"""),
        Delta(0, """{"type":"thinking_delta","thinking":"think."}"""),
        Delta(0, """{"type":"signature_delta","signature":"c2ln"}"""),
        BlockStop(0),
        BlockStart(1, """{"type":"redacted_thinking","data":"b3BhcXVl"}"""),
        BlockStop(1),
        BlockStart(2, """{"type":"text","text":""}"""),
        Delta(2, """{"type":"text_delta","text":"Grüße, "}"""),
        Delta(2, """{"type":"text_delta","text":"world \ud83d\udc4b"}"""),
        BlockStop(2),
        BlockStart(3, """{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}"""),
        Delta(3, """{"type":"input_json_delta","partial_json":""}"""),
        Delta(3, """{"type":"input_json_delta","partial_json":"{\"command\":"}"""),
        Delta(3, """{"type":"input_json_delta","partial_json":" \"ls\"}"}"""),
        BlockStop(3),
        BlockStart(4, """{"type":"tool_use","id":"toolu_2","name":"now","input":{}}"""),
        Delta(4, """{"type":"input_json_delta","partial_json":""}"""),
        BlockStop(4),
        BlockStart(5, """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}"""),
        Delta(5, """{"type":"input_json_delta","partial_json":"{\"query\":\"q\"}"}"""),
        BlockStop(5),
        BlockStart(6, """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"First","url":"https://a"}]}"""),
        BlockStop(6),
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":null,"output_tokens":57,"server_tool_use":{"web_search_requests":1}}}""",
        Stop,
    ];

    public static string BlockStart(int index, string block) => $$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}}}""";

    public static string Delta(int index, string delta) => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""";

    public static string BlockStop(int index) => $$"""{"type":"content_block_stop","index":{{index}}}""";
}
