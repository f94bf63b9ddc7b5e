// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Numbers stream events and writes each as server-sent event bytes.</summary>
internal sealed class EventList
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<byte[]> _events = [];

    public IReadOnlyList<byte[]> Events => _events;

    /// <summary>Adds an event; <paramref name="payload"/> gets its type and number in front.</summary>
    public void Add(string type, JsonObject payload)
    {
        payload.Insert(0, "type", type);
        payload.Insert(1, "sequence_number", _events.Count);
        ArrayBufferWriter<byte> buffer = new(512);
        buffer.Write("event: "u8);
        buffer.Write(Encoding.UTF8.GetBytes(type));
        buffer.Write("\ndata: "u8);
        WriteJson(buffer, payload);
        buffer.Write("\n\n"u8);
        _events.Add(buffer.WrittenSpan.ToArray());
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
