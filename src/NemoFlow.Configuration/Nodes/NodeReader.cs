// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Configuration.Settings;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Nodes;

/// <summary>Reads TOML and JSON into nodes.</summary>
public static class NodeReader
{
    /// <summary>Reads a TOML file.</summary>
    /// <exception cref="ConfigurationException">It is not UTF-8, or not TOML.</exception>
    public static ConfigTable Toml(ReadOnlySpan<byte> utf8, string fileName, ConfigurationLayer layer)
    {
        try
        {
            return (ConfigTable)FromToml(TomlDocument.Parse(utf8, null, fileName).Root, layer, fileName);
        }
        catch (TomlException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <summary>Reads a JSON object.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="source">The variable or option that holds it.</param>
    /// <exception cref="ConfigurationException">The text is no JSON object.</exception>
    public static ConfigTable JsonObject(string text, ConfigSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (ConfigTable)FromJson(document.RootElement, source)!;
            }
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{source} is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}): write an object, for example {{\"key\":\"value\"}}.", e);
        }

        throw new ConfigurationException($"{source} must be a JSON object, for example {{\"key\":\"value\"}}.");
    }

    /// <summary>Reads a JSON value; null for JSON's own null, which says nothing.</summary>
    public static ConfigNode? FromJson(JsonElement json, ConfigSource source)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                ConfigTable table = new(source);
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    if (FromJson(member.Value, source) is { } value)
                    {
                        table[member.Name] = value;
                    }
                }

                return table;
            case JsonValueKind.Array:
                return new ConfigList([.. json.EnumerateArray().Select(item => FromJson(item, source)).OfType<ConfigNode>()], source);
            case JsonValueKind.String:
                return new ConfigScalar(json.GetString()!, source);
            case JsonValueKind.Number:
                return new ConfigScalar(json.TryGetInt64(out long whole) ? (object)whole : json.GetDouble(), source);
            case JsonValueKind.True or JsonValueKind.False:
                return new ConfigScalar(json.GetBoolean(), source);
            default:
                return null;
        }
    }

    private static ConfigNode FromToml(TomlValue value, ConfigurationLayer layer, string fileName)
    {
        ConfigSource source = new(layer, fileName, value.Line, value.Column);
        switch (value)
        {
            case TomlTable table:
                ConfigTable read = new(source);
                foreach ((string name, TomlValue member) in table.Entries)
                {
                    read[name] = FromToml(member, layer, fileName);
                }

                return read;
            case TomlArray array:
                return new ConfigList([.. array.Items.Select(item => FromToml(item, layer, fileName))], source);
            default:
                object scalar = ((TomlScalar)value).Value;
                return new ConfigScalar(scalar is string or long or double or bool ? scalar : scalar.ToString()!, source);
        }
    }
}
