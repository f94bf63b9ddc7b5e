// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace NemoFlow.Codecs.Tests.Support;

/// <summary>What a codec makes of a recorded stream.</summary>
internal sealed record CodecRun(AssembledResponse Assembled, JsonElement Body, LlmResponse Response)
{
    /// <summary>A stream of these events, each named as it says itself, or not at all.</summary>
    public static byte[] Stream(params IEnumerable<string> events)
    {
        StringBuilder stream = new();
        foreach (string e in events)
        {
            string? type = e.StartsWith('{') && JsonElement.Parse(e).TryGetProperty("type", out JsonElement t) ? t.GetString() : null;
            stream.Append(type is null ? "" : $"event: {type}\n").Append("data: ").Append(e).Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(stream.ToString());
    }

    public static CodecRun Of(IProviderCodec codec, params IEnumerable<string> events) => Of(codec, Stream(events));

    public static CodecRun Of(IProviderCodec codec, byte[] stream)
    {
        AssembledResponse assembled = StreamCapture.Assemble(codec.NewAssembler(), stream);
        JsonElement body = assembled.Body.IsEmpty ? default : JsonElement.Parse(assembled.Body.Span, new JsonDocumentOptions { MaxDepth = 520 });
        return new CodecRun(assembled, body, codec.ReadResponse(body));
    }

    public static void SameJson(string expected, JsonElement? actual) =>
        Assert.True(actual is { } json && JsonElement.DeepEquals(JsonElement.Parse(expected), json), $"Expected {expected}\nActual   {actual}");
}
