// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Exporters.Atif;

/// <summary>Arguments of a tool call are an object in a trajectory, whatever the model wrote.</summary>
public static class AtifArguments
{
    /// <summary>Nothing becomes <c>{}</c>, a JSON text is parsed, another text becomes <c>{"raw":…}</c>, another scalar or an array <c>{"value":…}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement? arguments)
    {
        ArgumentNullException.ThrowIfNull(writer);
        JsonElement? value = arguments is { ValueKind: JsonValueKind.String } text ? Parse(text.GetString()!) ?? text : arguments;
        switch (value?.ValueKind)
        {
            case null or JsonValueKind.Null or JsonValueKind.Undefined:
                writer.WriteStartObject();
                break;
            case JsonValueKind.Object:
                AtifContent.Write(writer, value.Value);
                return;
            case JsonValueKind.String:
                writer.WriteStartObject();
                writer.WriteString("raw", value.Value.GetString());
                break;
            default:
                writer.WriteStartObject();
                writer.WritePropertyName("value");
                AtifContent.Write(writer, value.Value);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>A JSON text; null where the text is not JSON. The empty text stands for no arguments.</summary>
    private static JsonElement? Parse(string text)
    {
        if (text.Length == 0)
        {
            return JsonElement.Parse("{}");
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
