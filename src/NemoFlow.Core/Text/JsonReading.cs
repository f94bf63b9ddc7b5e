// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Text;

/// <summary>Reading of JSON whose shape is not ours: a missing or odd member is null, never an error.</summary>
public static class JsonReading
{
    /// <summary>The member at a dotted path; null where a step is missing, null or not an object. Arrays are never entered.</summary>
    public static JsonElement? At(this JsonElement element, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        JsonElement current = element;
        foreach (Range range in path.AsSpan().Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(path.AsSpan()[range], out current))
            {
                return null;
            }
        }

        return current.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : current;
    }

    /// <summary>A scalar at a dotted path as text: numbers and booleans are written out, the empty string counts as missing.</summary>
    public static string? TextAt(this JsonElement element, string path) => element.At(path)?.Scalar();

    /// <summary>The first of several paths that has a scalar.</summary>
    public static string? FirstText(this JsonElement element, params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (element.TextAt(path) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The first of several paths that has any value.</summary>
    public static JsonElement? First(this JsonElement element, params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (element.At(path) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A whole number at a dotted path; a fraction or a string counts as missing.</summary>
    public static long? LongAt(this JsonElement element, string path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    /// <summary>True where the member is the JSON literal <c>true</c>.</summary>
    public static bool IsTrue(this JsonElement element, string path) => element.At(path)?.ValueKind == JsonValueKind.True;

    /// <summary>The elements of an array at a dotted path; nothing where there is none.</summary>
    public static IEnumerable<JsonElement> ItemsAt(this JsonElement element, string path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A JSON scalar as text; null for the empty string, null, arrays and objects.</summary>
    public static string? Scalar(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element) is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A string that holds half a character cannot be read, and counts as missing.</summary>
    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
