// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Codecs;
using NemoFlow.Codecs.OpenAIResponses;
using NemoFlow.Codecs.Sse;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class CodecCases
{
    [RunsCase("D27")]
    public static void Framing(CaseContext c)
    {
        foreach ((int i, JsonElement pushes) in c.Input.ItemsAt("pushes").Index())
        {
            SseDecoder decoder = new();
            List<SseEvent> events = [.. pushes.EnumerateArray().SelectMany(p => decoder.Push(Encoding.UTF8.GetBytes(SpecText.Unescape(p.GetString()!))))];
            JsonElement expected = c.Out("events")[i];
            if (expected.ValueKind == JsonValueKind.String)
            {
                c.Contains("finish() yields {end:true}", expected.GetString()!, "expectation");
                c.Same(0, events.Count, "events before the end");
                events = [.. decoder.Finish()];
                expected = JsonElement.Parse("""[{"data":{"end":true}}]""");
            }

            // [DONE] is told apart and no event of the API.
            events.RemoveAll(e => e.IsDone);
            c.Same(expected.GetArrayLength(), events.Count, "events of " + i);
            foreach ((JsonElement left, SseEvent right) in expected.EnumerateArray().Zip(events))
            {
                c.Json(left.GetProperty("data"), JsonElement.Parse(right.Data.Span), "data");
                if (left.TextAt("event") is { } name)
                {
                    c.Same(name, right.Name, "name");
                }
            }
        }
    }

    [RunsCase("E09")]
    public static void Assembly(CaseContext c)
    {
        string text = c.Out("a").TextAt("text")!;
        JsonElement usage = c.Out("a.usage");
        LlmResponse a = Read(
            """{"type":"response.created","response":{"id":"r","status":"in_progress"}}""",
            $$"""{"type":"response.completed","response":{"id":"r","status":"completed","output":{{ScriptedUpstream.Message(text).GetRawText()}},"usage":{"input_tokens":{{usage[0]}},"output_tokens":{{usage[1]}} } } }""");
        c.Same(text, a.Text, "a: text");
        c.Sequence(usage.EnumerateArray().Select(u => (long?)u.GetInt64()), [a.Usage?.Input, a.Usage?.Output], "a: usage");

        JsonElement tool = c.Out("b.tool");
        LlmResponse b = Read(
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{ScriptedUpstream.Message(c.Out("b").TextAt("text")!)[0].GetRawText()}}}""",
            JsonSerializer.Serialize(new { type = "response.output_item.done", output_index = 1, item = new { type = "function_call", call_id = tool.TextAt("id"), name = tool.TextAt("name"), arguments = tool.GetProperty("arguments").GetRawText() } }),
            """{"type":"response.completed","response":{"id":"r","status":"completed"}}""");
        c.Same(c.Out("b").TextAt("text"), b.Text, "b: text");
        LlmItem call = b.Items.Single(i => i.Kind == LlmItemKind.ToolCall);
        c.Same(tool.TextAt("id"), call.CallId, "b: call id");
        c.Same(tool.TextAt("name"), call.ToolName, "b: name");
        c.Json(tool.GetProperty("arguments"), JsonEdit.Parse(call.Arguments!.Value), "b: arguments");

        LlmResponse incomplete = Read(
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{ScriptedUpstream.Message(c.Out("c").TextAt("text")!)[0].GetRawText()}}}""",
            """{"type":"response.incomplete","response":{"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}""");
        c.Same(c.Out("c").TextAt("text"), incomplete.Text, "c: text");
        c.Same(c.Out("c").TextAt("finish"), incomplete.Finish.ToString().ToLowerInvariant(), "c: finish");

        string whole = c.Out("d").TextAt("text")!;
        LlmResponse d = Read(
            $$"""{"type":"response.output_text.delta","output_index":0,"delta":"{{whole[..2]}}"}""",
            $$"""{"type":"response.output_text.delta","output_index":0,"delta":"{{whole[2..]}}"}""",
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{ScriptedUpstream.Message(whole)[0].GetRawText()}}}""",
            """{"type":"response.completed","response":{"id":"r","status":"completed","output":[]}}""");
        c.Same(whole, d.Text, "d: text");
    }

    private static LlmResponse Read(params string[] events)
    {
        ResponsesCodec codec = new();
        AssembledResponse assembled = StreamCapture.Assemble(codec.NewAssembler(), Encoding.UTF8.GetBytes(string.Concat(events.Select(e => $"data: {e}\n\n"))));
        return codec.ReadResponse(JsonElement.Parse(assembled.Body.Span));
    }
}
