// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Otlp;

namespace NemoFlow.Exporters.Atif;

/// <summary>Messages and observations that hold images: a list of parts instead of a text.</summary>
internal static class AtifParts
{
    /// <summary>Writes the member as parts where the content has an image that the document can refer to; false, and nothing written, otherwise.</summary>
    public static bool TryWrite(Utf8JsonWriter writer, string name, JsonElement? content, AtifImages? images)
    {
        if (images is null || content is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array } value)
        {
            return false;
        }

        List<(string? Text, (string MediaType, string Path)? Image)> parts = [.. ContentPart.Of(value).Select(p => (p.Text, images.Place(p)))];
        if (!parts.Exists(p => p.Image is not null))
        {
            return false;
        }

        writer.WriteStartArray(name);
        foreach ((string? text, (string MediaType, string Path)? image) in parts)
        {
            Write(writer, text, image);
        }

        writer.WriteEndArray();
        return true;
    }

    private static void Write(Utf8JsonWriter writer, string? text, (string MediaType, string Path)? image)
    {
        if (image is null && text is null)
        {
            return;
        }

        writer.WriteStartObject();
        if (image is { } found)
        {
            writer.WriteString("type", "image");
            writer.WriteStartObject("source");
            writer.WriteString("media_type", found.MediaType);
            writer.WriteString("path", found.Path);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("type", "text");
            writer.WriteString("text", text);
        }

        writer.WriteEndObject();
    }
}
