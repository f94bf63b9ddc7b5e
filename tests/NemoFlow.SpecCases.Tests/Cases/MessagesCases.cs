// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Codecs;
using NemoFlow.Codecs.AnthropicMessages;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>Streams of the Messages API.</summary>
internal static class MessagesCases
{
    [RunsCase("E01")]
    public static void Text(CaseContext c)
    {
        LlmResponse response = new MessagesCodec().ReadResponse(Assemble(c.Input.ItemsAt("events")));
        c.Same<string?>(c.Out("text").GetString(), response.Text, "text");
        c.Same(c.Out("finish").GetString(), response.Finish.ToString().ToLowerInvariant(), "finish");
        c.Same(c.Out("usage").LongAt("prompt"), response.Usage?.Input, "input");
        c.Same(c.Out("usage").LongAt("completion"), response.Usage?.Output, "output");
        c.Same(c.Out("id").GetString(), response.Id, "id");
    }

    [RunsCase("E03")]
    public static void TruncatedArguments(CaseContext c)
    {
        JsonElement expected = c.Out("block");
        List<JsonElement> events =
        [
            Json(new { type = "message_start", message = new { id = "m" } }),
            Json(new { type = "content_block_start", index = 0, content_block = new { type = "tool_use", id = expected.TextAt("id"), name = "search", input = new { } } }),
            .. c.Input.ItemsAt("partial_json").Select(p => Json(new { type = "content_block_delta", index = 0, delta = new { type = "input_json_delta", partial_json = p } })),
        ];
        JsonElement block = Assemble(events).GetProperty("content")[0];
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            c.Json(member.Value, block.At(member.Name), member.Name);
        }
    }

    [RunsCase("E04")]
    public static void UnknownBlocks(CaseContext c)
    {
        List<JsonElement> events = [Json(new { type = "message_start", message = new { id = "m" } })];
        foreach (JsonElement given in c.Input.ItemsAt("blocks"))
        {
            events.Add(Json(new { type = "content_block_start", index = events.Count - 1, content_block = given }));
        }

        int at = events.Count - 1;
        events.Add(Json(new { type = "content_block_start", index = at, content_block = new { type = "text", text = "" } }));
        events.Add(Json(new { type = "content_block_delta", index = at, delta = new { type = "citations_delta", citation = c.In("citations_delta") } }));
        JsonElement content = Assemble(events).GetProperty("content");
        c.Same(c.Out("content_0_type").GetString(), content[0].TextAt("type"), "type");
        c.Json(c.In("blocks")[0], content[0], "block, verbatim");
        c.Same((int)c.Out("text_block_citations").GetInt64(), content[1].ItemsAt("citations").Count(), "citations");
        c.Json(c.In("citations_delta"), content[1].GetProperty("citations")[0], "citation");
    }

    [RunsCase("E06")]
    public static void UsageInTwoParts(CaseContext c)
    {
        JsonElement body = Assemble(
        [
            Json(new { type = "message_start", message = new { id = "m", usage = c.In("message_start_usage") } }),
            Json(new { type = "message_delta", delta = new { stop_reason = "end_turn" }, usage = c.In("message_delta_usage") }),
            Json(new { type = "message_stop" }),
        ]);
        c.Json(c.Out("usage"), body.At("usage"), "usage");
    }

    [RunsCase("E07")]
    public static void FramesWithoutContent(CaseContext c) => c.Json(c.Out("assembled_exact"), Assemble(c.Input.ItemsAt("events")), "assembled");

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value);

    private static JsonElement Assemble(IEnumerable<JsonElement> events)
    {
        string stream = string.Concat(events.Select(e => $"event: {e.TextAt("type")}\ndata: {JsonSerializer.Serialize(e)}\n\n"));
        return JsonElement.Parse(StreamCapture.Assemble(new MessagesCodec().NewAssembler(), Encoding.UTF8.GetBytes(stream)).Body.Span);
    }
}
