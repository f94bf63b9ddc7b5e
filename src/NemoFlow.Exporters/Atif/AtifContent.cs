// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atif;

/// <summary>
/// Writes provider items without the images, sounds and files in them: the format knows no embedded data, and a page of base64 helps
/// no reader. The journal keeps them.
/// </summary>
internal static class AtifContent
{
    /// <summary>Writes the value; embedded data becomes a note of its kind and size.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    WriteMember(writer, value, member);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement element in value.EnumerateArray())
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when value.GetString()! is var text && text.StartsWith("data:", StringComparison.Ordinal) && text.IndexOf(";base64,", StringComparison.Ordinal) is > 0 and < 100 and int end:
                WriteNote(writer, text[5..end], text.Length - end - 8);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonElement parent, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        if (member.Value.ValueKind == JsonValueKind.String && BareData(parent, member.Name) is { } mediaType)
        {
            WriteNote(writer, mediaType, member.Value.GetString()!.Length);
        }
        else
        {
            Write(writer, member.Value);
        }
    }

    /// <summary>The kind of data that stands in a member without saying so itself; null where it is no data.</summary>
    private static string? BareData(JsonElement parent, string name) => (parent.TextAt("type"), name) switch
    {
        ("base64", "data") => parent.TextAt("media_type") ?? "data",
        ("image" or "audio", "data") => parent.FirstText("mimeType", "mime_type") ?? "data",
        ("image_generation_call", "result") => "image",
        _ => null,
    };

    private static void WriteNote(Utf8JsonWriter writer, string mediaType, int length) =>
        writer.WriteStringValue(string.Create(null, $"[{mediaType}, {length / 4 * 3} bytes]"));
}
