// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp;

/// <summary>A part of a message in the words of no provider: text, or an image, sound or file by value or by reference.</summary>
/// <param name="Modality"><c>text</c>, <c>image</c>, <c>audio</c>, <c>video</c> or <c>document</c>.</param>
/// <param name="Text">The text.</param>
/// <param name="Data">Base64.</param>
/// <param name="Uri">Where it is.</param>
/// <param name="FileId">The provider's id of an uploaded file.</param>
/// <param name="MediaType">Its media type.</param>
internal sealed record ContentPart(string Modality, string? Text = null, string? Data = null, string? Uri = null, string? FileId = null, string? MediaType = null)
{
    /// <summary>The parts of a message, of a tool's result or of a bare part; unknown parts with a text are text.</summary>
    public static IEnumerable<ContentPart> Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.Scalar() is { } text ? [new ContentPart("text", text)] : [];
            case JsonValueKind.Array:
                return value.EnumerateArray().SelectMany(Of);
            case JsonValueKind.Object when value.At("content") is { ValueKind: JsonValueKind.Array or JsonValueKind.String } content && value.At("source") is null:
                return Of(content);
            case JsonValueKind.Object:
                return Part(value) is { } part ? [part] : [];
            default:
                return [];
        }
    }

    private static ContentPart? Part(JsonElement part)
    {
        string type = part.TextAt("type") ?? "text";
        if (part.At("source") is { } source)
        {
            return Sourced(type, source);
        }

        return type switch
        {
            "input_image" or "image_url" => Linked("image", part.FirstText("image_url.url", "image_url"), part.TextAt("file_id")),
            "input_audio" => new ContentPart("audio", Data: part.FirstText("input_audio.data", "data"), MediaType: Audio(part.FirstText("input_audio.format", "format"))),
            "input_file" or "file" => Linked("document", part.FirstText("file_data", "file.file_data", "file_url"), part.FirstText("file_id", "file.file_id")),
            "image" or "audio" when part.TextAt("data") is { } data => new ContentPart(type, Data: data, MediaType: part.FirstText("mimeType", "mime_type")),
            _ => part.FirstText("text", "refusal") is { } text ? new ContentPart("text", text) : null,
        };
    }

    private static ContentPart? Sourced(string type, JsonElement source)
    {
        string modality = type is "image" or "audio" or "video" ? type : "document";
        string? media = source.TextAt("media_type");
        return source.TextAt("type") switch
        {
            "base64" => new ContentPart(modality, Data: source.TextAt("data"), MediaType: media),
            "url" => new ContentPart(modality, Uri: source.TextAt("url"), MediaType: media),
            "file" => new ContentPart(modality, FileId: source.TextAt("file_id"), MediaType: media),
            "text" => new ContentPart("text", source.TextAt("data")),
            _ => null,
        };
    }

    private static ContentPart? Linked(string modality, string? link, string? fileId)
    {
        if (link is null)
        {
            return fileId is null ? null : new ContentPart(modality, FileId: fileId);
        }

        int data = link.StartsWith("data:", StringComparison.Ordinal) ? link.IndexOf(";base64,", StringComparison.Ordinal) : -1;
        return data > 0
            ? new ContentPart(modality, Data: link[(data + ";base64,".Length)..], MediaType: link["data:".Length..data])
            : new ContentPart(modality, Uri: link);
    }

    private static string? Audio(string? format) => format is null ? null : "audio/" + (format == "mp3" ? "mpeg" : format);
}
