// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NemoFlow.Text;

/// <summary>
/// Writes JSON of others as they wrote it. The framework's own way escapes anew, so that a text no longer equals the same text
/// in the next request, and takes up to three times the room.
/// </summary>
public static class JsonVerbatim
{
    /// <summary>For texts that are written anew among verbatim ones: nothing is escaped that need not be.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the value with its own bytes.</summary>
    public static void WriteVerbatimTo(this JsonElement element, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
    }

    /// <summary>Writes name and value; the value with its own bytes.</summary>
    public static void WriteVerbatimTo(this JsonProperty property, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(property.Name);
        property.Value.WriteVerbatimTo(writer);
    }
}
