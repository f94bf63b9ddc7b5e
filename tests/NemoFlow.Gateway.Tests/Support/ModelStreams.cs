// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Tests.Support;

/// <summary>Streams of the Messages and the Chat Completions APIs.</summary>
internal static class ModelStreams
{
    /// <summary>Thinking, a text and a tool call; 150 tokens of input, of which 40 were read from a cache and 10 written.</summary>
    public static string Messages(string text, string toolId) =>
        Named("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"usage":{"input_tokens":100,"cache_creation_input_tokens":10,"cache_read_input_tokens":40,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":6},"output_tokens":1}}}""")
        + Named("""{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""")
        + Named("""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me think."}}""")
        + Named("""{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""")
        + Named("""{"type":"content_block_stop","index":0}""") + Named("""{"type":"ping"}""")
        + Named("""{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""")
        + Named($$$"""{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"{{{text}}}"}}""")
        + Named("""{"type":"content_block_stop","index":1}""")
        + Named($$$$"""{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"{{{{toolId}}}}","name":"Bash","input":{}}}""")
        + Named("""{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"command\": \"ls\"}"}}""")
        + Named("""{"type":"content_block_stop","index":2}""")
        + Named("""{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":57}}""")
        + Named("""{"type":"message_stop"}""");

    /// <summary>Reasoning, a text and a tool call, with usage at the end.</summary>
    public static string Chat(string text, string toolId) =>
        Chunk("""{"role":"assistant","content":""}""") + Chunk("""{"reasoning_content":"Let me think."}""") + Chunk($$"""{"content":"{{text}}"}""")
        + Chunk($$$"""{"tool_calls":[{"index":0,"id":"{{{toolId}}}","type":"function","function":{"name":"Bash","arguments":""}}]}""")
        + Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"command\": \"ls\"}"}}]}""") + Chunk("{}", "\"tool_calls\"")
        + "data: {\"id\":\"c1\",\"model\":\"gpt-x\",\"choices\":[],\"usage\":{\"prompt_tokens\":150,\"completion_tokens\":57,\"total_tokens\":207,\"prompt_tokens_details\":{\"cached_tokens\":40}}}\n\n"
        + "data: [DONE]\n\n";

    private static string Named(string json) => $"event: {json.Split('"')[3]}\ndata: {json}\n\n";

    private static string Chunk(string delta, string finish = "null") =>
        $$"""data: {"id":"c1","object":"chat.completion.chunk","model":"gpt-x","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";
}
