// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Arguments and results of tools as attributes: JSON, or the text itself.</summary>
internal static class ToolArguments
{
    /// <summary>Arguments as JSON: what the model wrote where that is JSON, else a JSON text. Nothing becomes null.</summary>
    public static string? Json(JsonElement? arguments)
    {
        if (arguments is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && IsJson(value.Scalar()) ? value.GetString() : value.GetRawText();
    }

    /// <summary>A result as text where it is one, else as JSON.</summary>
    public static (string? Text, bool IsJson) Result(JsonElement? result)
    {
        if (result is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
        {
            return (null, false);
        }

        return AtifResult.Text(value) is { } text ? (text, false) : (value.GetRawText(), true);
    }

    private static bool IsJson(string? text)
    {
        if (text is null || text.AsSpan().TrimStart().IsEmpty)
        {
            return false;
        }

        try
        {
            using JsonDocument parsed = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
