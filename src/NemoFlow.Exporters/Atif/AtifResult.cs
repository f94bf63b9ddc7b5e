// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atif;

/// <summary>A tool's result as the content of an observation.</summary>
internal static class AtifResult
{
    /// <summary>The text of a string or of a list of text parts; null where the result is something else.</summary>
    public static string? Text(JsonElement? result)
    {
        if (result is { ValueKind: JsonValueKind.String } text)
        {
            return text.GetString();
        }

        if (result is not { ValueKind: JsonValueKind.Array } parts)
        {
            return null;
        }

        List<string> texts = [];
        foreach (JsonElement part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || part.TextAt("type") is not { } type)
            {
                return null;
            }

            if (part.At("text") is { ValueKind: JsonValueKind.String } partText)
            {
                texts.Add(partText.GetString()!);
            }
            else if (type.Contains("image", StringComparison.Ordinal))
            {
                texts.Add("[image]");
            }
            else
            {
                return null;
            }
        }

        return texts.Count == 0 ? null : string.Join('\n', texts);
    }
}
