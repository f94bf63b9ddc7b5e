// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp.Protobuf;

/// <summary>Writes attributes, and what traces and metrics have in common besides.</summary>
internal static class AttributeWriter
{
    public static void Attributes(ProtobufWriter writer, int field, IReadOnlyList<KeyValuePair<string, AttributeValue>> attributes)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            (string key, AttributeValue value) = attributes[i];
            int pair = writer.Begin(field);
            writer.String(1, key);
            int any = writer.Begin(2);
            Value(writer, value);
            writer.End(any);
            writer.End(pair);
        }
    }

    public static void Resource(ProtobufWriter writer, int field, OtlpResource resource)
    {
        int start = writer.Begin(field);
        Attributes(writer, 1, resource.Attributes);
        writer.End(start);
    }

    public static void Scope(ProtobufWriter writer, int field, OtlpResource resource)
    {
        int start = writer.Begin(field);
        writer.String(1, resource.ScopeName);
        if (resource.ScopeVersion is { } version)
        {
            writer.String(2, version);
        }

        writer.End(start);
    }

    private static void Value(ProtobufWriter writer, AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.Text:
                writer.String(1, value.Text);
                break;
            case AttributeKind.Truth:
                writer.Int(2, value.Truth ? 1 : 0);
                break;
            case AttributeKind.Whole:
                writer.Int(3, value.Whole);
                break;
            case AttributeKind.Fraction:
                writer.Double(4, value.Fraction);
                break;
            default:
                int list = writer.Begin(5);
                foreach (string text in value.Texts)
                {
                    int item = writer.Begin(1);
                    writer.String(1, text);
                    writer.End(item);
                }

                writer.End(list);
                break;
        }
    }
}
