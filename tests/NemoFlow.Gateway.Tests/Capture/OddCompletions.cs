// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Tests.Capture;

/// <summary>Streams of the Chat Completions API.</summary>
public static class OddCompletions
{
    private const string Done = "data: [DONE]\n\n";
    private const string Usage = """{"id":"c","choices":[],"usage":{"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens":2,"total_tokens":11}}""";

    public static TheoryData<string, string[], string> Cases { get; } = new()
    {
        {
            "interleaved calls, without id and name after the first fragment",
            [
                Delta("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"ls","arguments":""}},{"index":1,"id":"b","type":"function","function":{"name":"cat","arguments":""}}]}"""),
                Delta("""{"tool_calls":[{"index":1,"function":{"arguments":"{\"b\""}}]}"""), Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}"""),
                Delta("""{"tool_calls":[{"index":1,"function":{"arguments":":2}"}},{"index":0,"function":{"arguments":"1}"}}]}"""), End("tool_calls"), Usage, Done,
            ],
            """call ls a {"a":1} call cat b {"b":2} usage 9/4/2"""
        },
        {
            "interleaved calls told apart by id only",
            [
                Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"ls","arguments":"{\"a\""}}]}"""), Delta("""{"tool_calls":[{"index":0,"id":"b","function":{"name":"cat","arguments":"{\"b\""}}]}"""),
                Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"ls","arguments":":1}"}}]}"""), Delta("""{"tool_calls":[{"index":0,"id":"b","function":{"name":"cat","arguments":":2}"}}]}"""), End("stop"), Done,
            ],
            """call ls a {"a":1} call cat b {"b":2}"""
        },
        {
            "an id made up for every fragment",
            [Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"ls","arguments":"{\"a\""}}]}"""), Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"arguments":":1"}}]}"""), Delta("""{"tool_calls":[{"index":0,"id":"a2","function":{"arguments":"}"}}]}"""), End("tool_calls"), Done],
            """call ls a2 {"a":1}"""
        },
        { "usage in the middle, none at the end", [Delta("""{"content":"H"}"""), Usage, Delta("""{"content":"i"}"""), End("stop"), Done], "Hi usage 9/4/2" },
        { "usage of zeros at the end", [Delta("""{"content":"Hi"}"""), Usage, End("stop"), """{"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}""", Done], "Hi usage 9/4/2" },
        { "no [DONE]", [Delta("""{"content":"Hi"}"""), End("stop"), Usage], "Hi usage 9/4/2" },
        { "CRLF, comments, pings and a mark", ["\uFEFF: OPENROUTER PROCESSING\r\n\r\nevent: ping\r\ndata: {}\r\n\r\nid: 7\r\ndata: {\"choices\":[{\"index\":0,\r\ndata: \"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata:[DONE]\r\n\r\n"], "Hi" },
        {
            "thought as parts, then plain text",
            [
                Delta("""{"role":"assistant","content":""}"""), Delta("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Let "}]}]}"""),
                Delta("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"me."}]}]}"""), Delta("""{"content":"H"}"""), Delta("""{"content":"i"}"""), End("stop"), Done,
            ],
            "Hi (Let me.)"
        },
        { "text, then parts", [Delta("""{"content":"He"}"""), Delta("""{"content":[{"type":"text","text":"ll"}]}"""), Delta("""{"content":[{"type":"text","text":"o"}]}"""), End("stop"), Done], "Hello" },
        { "reasoning told twice", [Delta("""{"reasoning":"Let ","reasoning_content":"Let ","reasoning_details":[{"type":"reasoning.text","text":"Let "}]}"""), Delta("""{"reasoning":"me.","reasoning_content":"me.","reasoning_details":[{"type":"reasoning.text","text":"me."}]}"""), Delta("""{"content":"Hi"}"""), End("stop"), Done], "Hi (Let me.)" },
        { "reasoning in details only", [Delta("""{"reasoning_details":[{"type":"reasoning.summary","summary":"Let ","index":0}]}"""), Delta("""{"reasoning_details":[{"type":"reasoning.summary","summary":"me.","index":0}]}"""), Delta("""{"content":"Hi"}"""), End("stop"), Done], "Hi (Let me.)" },
        { "refusal", [Delta("""{"refusal":"I "}"""), Delta("""{"refusal":"won't"}"""), End("stop"), Done], "I won't" },
        { "three choices, the last first", [Delta("""{"content":"c"}""", 2), Delta("""{"content":"b"}""", 1), Delta("""{"content":"a"}"""), End("stop"), End("stop", 1), End("length", 2), Usage, Done], "a usage 9/4/2" },
        { "error object after text", [Delta("""{"content":"Ha"}"""), """{"error":{"message":"It broke","code":502},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"""], "failed: It broke Ha" },
        { "cut within the arguments", [Delta("""{"content":"I look.","tool_calls":[{"index":0,"id":"a","function":{"name":"ls","arguments":"{\"pa"}}]}""")], """I look. call ls a {"raw":"{\u0022pa"} truncated_stream""" },
        { "members of other types than ever", [Delta("""{"content":7,"tool_calls":"none","reasoning":{"text":"Hm"}}"""), """{"choices":{"0":1},"usage":[],"model":["m"]}""", """{"choices":[null,"x"]}""", End("stop"), Done], "(Hm) malformed_sse" },
        { "an image in the answer", [Delta("""{"content":"Look","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,IMAGE"}}]}""".Replace("IMAGE", new string('A', 40_000), StringComparison.Ordinal)), End("stop"), Done], "Look" },
    };

    private static string Delta(string delta, int index = 0) => $$"""{"id":"c","model":"m","choices":[{"index":{{index}},"delta":{{delta}},"finish_reason":null}],"usage":null}""";

    private static string End(string reason, int index = 0) => $$$"""{"id":"c","choices":[{"index":{{{index}}},"delta":{},"finish_reason":"{{{reason}}}"}]}""";
}
