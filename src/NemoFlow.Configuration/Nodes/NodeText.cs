// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Configuration.Nodes;

/// <summary>Writes nodes as JSON.</summary>
public static class NodeText
{
    /// <summary>The node as JSON.</summary>
    public static string Json(ConfigNode node)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter writer = new(output, JsonVerbatim.WriterOptions))
        {
            Write(node, writer);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static void Write(ConfigNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case ConfigTable table:
                writer.WriteStartObject();
                foreach ((string name, ConfigNode member) in table.Members)
                {
                    writer.WritePropertyName(name);
                    Write(member, writer);
                }

                writer.WriteEndObject();
                break;
            case ConfigList list:
                writer.WriteStartArray();
                foreach (ConfigNode item in list.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case ConfigScalar { Value: bool flag }:
                writer.WriteBooleanValue(flag);
                break;
            case ConfigScalar { Value: long whole }:
                writer.WriteNumberValue(whole);
                break;
            case ConfigScalar { Value: double number } when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case ConfigScalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            default:
                break;
        }
    }
}
