// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>Requests, events and answers of the Responses API, as short as they can be.</summary>
internal static class Responses
{
    public const string Path = "/v1/responses";

    public const string Prompt = """{"model":"gpt-test","stream":true,"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hello"}]}]}""";

    public const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r1\",\"model\":\"gpt-test\",\"output\":[]}}\n\n";

    public const string Completed = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r1\",\"model\":\"gpt-test\",\"status\":\"completed\",\"output\":[],"
        + "\"usage\":{\"input_tokens\":75,\"input_tokens_details\":{\"cached_tokens\":10},\"output_tokens\":20,\"total_tokens\":95}}}\n\n";

    public static string Delta(string text) =>
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":" + Quote(text) + "}\n\n";

    public static string MessageStarted { get; } =
        "data: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}}\n\n";

    public static string MessageDone(string text) =>
        "data: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":" + Quote(text) + "}]}}\n\n";

    public static string ToolCallDone(string callId, string name, string arguments, int index = 1) =>
        "data: {\"type\":\"response.output_item.done\",\"output_index\":" + index + ",\"item\":{\"type\":\"function_call\",\"call_id\":" + Quote(callId)
        + ",\"name\":" + Quote(name) + ",\"arguments\":" + Quote(arguments) + "}}\n\n";

    /// <summary>A stream that says one text.</summary>
    public static string[] Saying(string text) => [Created, MessageStarted, Delta(text), MessageDone(text), Completed];

    /// <summary>A buffered answer that says one text.</summary>
    public static string Buffered(string text) => "{\"id\":\"r1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"gpt-test\",\"output\":[{\"type\":\"message\",\"role\":\"assistant\","
        + "\"content\":[{\"type\":\"output_text\",\"text\":" + Quote(text) + "}]}],\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7}}";

    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
