// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Api;

/// <summary>Writes JSON as providers do: bare, or as one event of a stream.</summary>
internal static class SseBytes
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line that ends streams of the OpenAI APIs.</summary>
    public static byte[] Done { get; } = "data: [DONE]\n\n"u8.ToArray();

    /// <summary>An event; without an <c>event</c> field where the name is null.</summary>
    public static byte[] Event(string? name, JsonObject data)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        if (name is not null)
        {
            buffer.Write("event: "u8);
            buffer.Write(Encoding.UTF8.GetBytes(name));
            buffer.Write("\n"u8);
        }

        buffer.Write("data: "u8);
        WriteJson(buffer, data);
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Json(JsonObject value)
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        WriteJson(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteJson(ArrayBufferWriter<byte> buffer, JsonObject value)
    {
        using Utf8JsonWriter writer = new(buffer, WriterOptions);
        value.WriteTo(writer);
    }
}
