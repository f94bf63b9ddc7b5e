// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>Tool definitions, which each provider nests in its own way.</summary>
internal static class GenAiTools
{
    /// <summary><c>gen_ai.tool.definitions</c>; null where no tools were offered.</summary>
    public static string? Definitions(JsonElement? tools)
    {
        List<JsonElement> all = [.. All(tools)];
        return all.Count == 0 ? null : GenAiJson.Text(writer =>
        {
            writer.WriteStartArray();
            all.ForEach(t => WriteDefinition(writer, t));
            writer.WriteEndArray();
        });
    }

    /// <summary>The definition of a tool by its name; null where none was given.</summary>
    public static JsonElement? Find(JsonElement? tools, string name)
    {
        foreach (JsonElement tool in All(tools))
        {
            if (tool.FirstText("name", "function.name") == name)
            {
                return tool;
            }
        }

        return null;
    }

    /// <summary>What a definition says of its tool; null where it says nothing.</summary>
    public static string? Description(JsonElement? definition) => definition?.FirstText("description", "function.description");

    /// <summary>The tools offered, those within a namespace one by one.</summary>
    public static IEnumerable<JsonElement> All(JsonElement? tools)
    {
        if (tools is not { ValueKind: JsonValueKind.Array } list)
        {
            yield break;
        }

        foreach (JsonElement tool in list.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.Object))
        {
            yield return tool;
            foreach (JsonElement nested in tool.TextAt("type") == "namespace" ? All(tool.At("tools")) : [])
            {
                yield return nested;
            }
        }
    }

    private static void WriteDefinition(Utf8JsonWriter writer, JsonElement tool)
    {
        string type = tool.TextAt("type") is { } told && told != "custom" ? told : "function";
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("name", tool.FirstText("name", "function.name", "server_label") ?? type);
        if (tool.FirstText("description", "function.description") is { } description)
        {
            writer.WriteString("description", description);
        }

        if (tool.First("parameters", "function.parameters", "input_schema") is { } parameters)
        {
            writer.WritePropertyName("parameters");
            parameters.WriteVerbatimTo(writer);
        }

        writer.WriteEndObject();
    }
}
