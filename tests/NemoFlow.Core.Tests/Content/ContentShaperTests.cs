// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using NemoFlow.Content;

namespace NemoFlow.Core.Tests.Content;

public sealed class ContentShaperTests
{
    private const string Canary = "canary";

    public static TheoryData<string> Events =>
    [
        """{"payload":{"session_id":"s1","hook_event_name":"UserPromptSubmit","turn_id":"t","cwd":"/w","prompt":"canary"}}""",
        """{"payload":{"session_id":"s1","hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"c1","tool_input":{"command":"canary","session_id":"canary","deep":[{"id":"canary"}]}}}""",
        """{"payload":{"session_id":"s1","hook_event_name":"PostToolUse","tool_name":"Bash","tool_use_id":"c1","tool_input":{"a":1},"tool_response":"canary"}}""",
        """{"payload":{"session_id":"s1","hook_event_name":"Stop","last_assistant_message":"canary","anything_new":"canary","new_object":{"x":"canary"}}}""",
        """{"payload":{"session_id":"s1","hook_event_name":"SessionEnd","reason":"canary with more words"}}""",
    ];

    public static TheoryData<string> Bodies =>
    [
        """{"model":"m","instructions":"canary","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"canary"}]},{"type":"function_call","call_id":"c1","name":"exec","arguments":"{\"x\":\"canary\"}"},{"type":"function_call_output","call_id":"c1","output":"canary"},{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"canary"}],"encrypted_content":"canary"}],"tools":[{"type":"function","name":"exec","description":"canary","parameters":{"d":"canary"}}]}""",
        """{"model":"m","input":"canary"}""",
        """{"model":"m","system":"canary","messages":[{"role":"user","content":"canary"},{"role":"assistant","content":[{"type":"thinking","thinking":"canary","signature":"canary"},{"type":"tool_use","id":"t1","name":"Read","input":{"p":"canary"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"canary"}]},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"canary"}}]}]}""",
        """{"model":"m","messages":[{"role":"system","content":"canary"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"canary"}}]},{"role":"tool","tool_call_id":"c1","content":"canary"}]}""",
        """{"id":"resp_1","object":"response","model":"m","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"canary"}]}],"usage":{"input_tokens":5}}""",
        """{"id":"chatcmpl","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"canary"}}],"usage":{"prompt_tokens":3}}""",
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void WriteEvent_ContentOff_KeepsIdsAndNothingThatWasSaid(string json)
    {
        foreach (CaptureLevel level in (CaptureLevel[])[CaptureLevel.Metadata, CaptureLevel.None])
        {
            string result = Event(json, new CaptureLevels(_ => level));
            Assert.DoesNotContain(Canary, result, StringComparison.Ordinal);
            Assert.Contains("\"session_id\":\"s1\"", result, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WriteEvent_ContentOff_KeepsWhereACallWent() =>
        Assert.Equal(
            """{"api":"openai.responses","path":"/v1/responses","server_address":"llm.example.com","server_port":8443}""",
            Event("""{"api":"openai.responses","path":"/v1/responses","server_address":"llm.example.com","server_port":8443}""", new CaptureLevels(_ => CaptureLevel.None)));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void WriteBody_ContentOff_KeepsStructureAndNothingThatWasSaid(string json)
    {
        foreach (CaptureLevel level in (CaptureLevel[])[CaptureLevel.Metadata, CaptureLevel.None])
        {
            string result = Body(json, new CaptureLevels(_ => level));
            Assert.DoesNotContain(Canary, result, StringComparison.Ordinal);
            foreach (string kept in (string[])["\"model\":\"m\"", "\"call_id\":\"c1\"", "\"tool_use_id\":\"t1\"", "\"usage\":{\"input_tokens\":5}", "\"name\":\"exec\"", "\"name\":\"Read\""])
            {
                Assert.Equal(json.Contains(kept, StringComparison.Ordinal), result.Contains(kept, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    [MemberData(nameof(Bodies))]
    public void Write_EverythingCaptured_ChangesNothing(string json)
    {
        Assert.Equal(json, Event(json, CaptureLevels.Everything));
        Assert.Equal(json, Body(json, CaptureLevels.Everything));
    }

    [Fact]
    public void Write_OneKindOff_LeavesTheOthers()
    {
        CaptureLevels levels = new(kind => kind == ContentKind.ToolOutput ? CaptureLevel.Metadata : CaptureLevel.Full);
        const string Messages = """{"messages":[{"role":"user","content":"hello"},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"a secret"}]}]}""";
        Assert.Equal(
            """{"messages":[{"role":"user","content":"hello"},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"[removed: 8 characters]"}]}]}""",
            Body(Messages, levels));
        Assert.Equal(
            """{"payload":{"prompt":"hi","tool_input":{"a":"b"},"tool_response":{"removed":"[removed: 9 characters]"}}}""",
            Event("""{"payload":{"prompt":"hi","tool_input":{"a":"b"},"tool_response":{"c":"d"}}}""", levels));
    }

    private static string Event(string json, CaptureLevels levels) => Write(json, (root, writer) => new ContentShaper(levels).WriteEvent(root, writer));

    private static string Body(string json, CaptureLevels levels) => Write(json, (root, writer) => new ContentShaper(levels).WriteBody(root, writer));

    private static string Write(string json, Action<JsonElement, Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            write(JsonDocument.Parse(json).RootElement, writer);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
