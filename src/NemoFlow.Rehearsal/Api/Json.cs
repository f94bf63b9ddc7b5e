// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Api;

/// <summary>Reads of JSON that may have any shape.</summary>
internal static class Json
{
    public static string? Text(JsonElement element, params ReadOnlySpan<string> path)
        => Find(element, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string key in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return null;
            }
        }

        return element;
    }

    public static IEnumerable<JsonElement> Items(JsonElement element, params ReadOnlySpan<string> path)
        => Find(element, path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
