// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Codecs.OpenAIResponses;

namespace NemoFlow.Codecs.Tests.Support;

/// <summary>Event streams as the Responses API sends them.</summary>
internal static class ResponseStreams
{
    public const string Usage =
        """{"input_tokens":100,"input_tokens_details":{"cached_tokens":40},"output_tokens":30,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":130}""";

    public const string Reasoning = """{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"think hard"}],"encrypted_content":"gAAA=="}""";
    public const string Message = """{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello wörld","annotations":[]}]}""";
    public const string Call = """{"type":"function_call","id":"fc_1","call_id":"call_1","name":"shell","arguments":"{\"cmd\":\"ls\"}","status":"completed"}""";
    public const string Custom = """{"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"apply_patch","input":"*** Begin","status":"completed"}""";
    public const string Search = """{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}}""";
    public const string Unknown = """{"type":"hologram","id":"h_1","payload":{"deep":[1.50,"x"]}}""";

    /// <summary>All kinds of items, with their deltas, in the order of a real stream.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        """{"type":"response.created","response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-x","output":[]}}""",
        """{"type":"response.in_progress","response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-x","output":[]}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""",
        """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"think "}""",
        """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"hard"}""",
        $$$"""{"type":"response.output_item.done","output_index":0,"item":{{{Reasoning}}}}""",
        """{"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"msg_1","role":"assistant","status":"in_progress","content":[]}}""",
        """{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hello "}""",
        """{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"wörld"}""",
        $$$"""{"type":"response.output_item.done","output_index":1,"item":{{{Message}}}}""",
        """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"shell","arguments":"","status":"in_progress"}}""",
        """{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"cmd\":"}""",
        """{"type":"response.function_call_arguments.delta","output_index":2,"delta":"\"ls\"}"}""",
        $$$"""{"type":"response.output_item.done","output_index":2,"item":{{{Call}}}}""",
        """{"type":"response.output_item.added","output_index":3,"item":{"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"apply_patch","input":"","status":"in_progress"}}""",
        """{"type":"response.custom_tool_call_input.delta","output_index":3,"delta":"*** Begin"}""",
        $$$"""{"type":"response.output_item.done","output_index":3,"item":{{{Custom}}}}""",
        $$$"""{"type":"response.output_item.done","output_index":4,"item":{{{Search}}}}""",
        $$$"""{"type":"response.output_item.done","output_index":5,"item":{{{Unknown}}}}""",
        $$$"""{"type":"response.completed","response":{"id":"resp_1","object":"response","status":"completed","model":"gpt-x-2026","output":[{{{Reasoning}}},{{{Message}}},{{{Call}}},{{{Custom}}},{{{Search}}},{{{Unknown}}}],"usage":{{{Usage}}}}}""",
    ];

    public static byte[] Bytes(IEnumerable<string> events) =>
        Encoding.UTF8.GetBytes(string.Concat(events.Select(e => $"event: {JsonElement.Parse(e).GetProperty("type").GetString()}\ndata: {e}\n\n")));

    public static (LlmResponse? Response, AssembledResponse Assembled) Read(params IEnumerable<string> events) => Read(Bytes(events));

    public static (LlmResponse? Response, AssembledResponse Assembled) Read(byte[] stream)
    {
        ResponsesCodec codec = new();
        AssembledResponse assembled = StreamCapture.Assemble(codec.NewAssembler(), stream);
        return (assembled.Body.IsEmpty ? null : codec.ReadResponse(JsonElement.Parse(assembled.Body.Span, new JsonDocumentOptions { MaxDepth = 600 })), assembled);
    }
}
