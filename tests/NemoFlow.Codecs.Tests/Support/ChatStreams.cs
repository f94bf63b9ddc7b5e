// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Codecs.Tests.Support;

/// <summary>Event streams as the Chat Completions API sends them.</summary>
internal static class ChatStreams
{
    public const string Done = "[DONE]";

    /// <summary>Reasoning, text, two tool calls of which two fragments share a chunk, and usage at the end.</summary>
    public static IReadOnlyList<string> Events { get; } =
    [
        Chunk("""{"role":"assistant","content":"","refusal":null}"""),
        Chunk("""{"reasoning_content":"Let me "}"""),
        Chunk("""{"reasoning_content":"think."}"""),
        Chunk("""{"content":"Grüße, "}"""),
        Chunk("""{"content":"world \ud83d\udc4b"}"""),
        Chunk("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"shell","arguments":""}}]}"""),
        Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"cmd\":"}},{"index":1,"id":"call_2","type":"function","function":{"name":"now","arguments":"{}"}}]}"""),
        Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\"ls\"}"}}]}"""),
        Chunk("{}", "\"tool_calls\""),
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":30,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":40},"completion_tokens_details":{"reasoning_tokens":12}}}""",
        Done,
    ];

    public static string Chunk(string delta, string finish = "null", int index = 0) =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-x","choices":[{"index":{{index}},"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}],"usage":null}""";
}
