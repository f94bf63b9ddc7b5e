// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.Sse;

/// <summary>Reads the data of events.</summary>
internal static class SseJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 500 };

    /// <summary>The data as a JSON object; false for anything else.</summary>
    public static bool TryRead(SseEvent e, out JsonElement data)
    {
        try
        {
            data = JsonElement.Parse(JsonCharacters.Repair(e.Data).Span, Options);
            return data.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            data = default;
            return false;
        }
    }
}
