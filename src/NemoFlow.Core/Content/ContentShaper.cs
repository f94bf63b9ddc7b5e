// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Content;

/// <summary>
/// Writes an event without the content that is not to be recorded. Structure, ids, names and numbers stay, so that turns, calls and
/// tokens can still be told; whatever is not known to be structure counts as content.
/// </summary>
public sealed class ContentShaper(CaptureLevels levels)
{
    /// <summary>Longer texts are no names.</summary>
    private const int LongestName = 512;

    /// <summary>Longer reasons are sentences.</summary>
    private const int LongestWord = 42;

    private static readonly SearchValues<char> Word = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");

    /// <summary>Writes the payload of a hook, or any other event.</summary>
    public void WriteEvent(JsonElement root, Utf8JsonWriter writer) => Write(root, ContentKind.Unknown, isBody: false, writer);

    /// <summary>Writes the body of a model request or response, whose <c>input</c> and <c>output</c> are lists of items.</summary>
    public void WriteBody(JsonElement root, Utf8JsonWriter writer) => Write(root, ContentKind.Unknown, isBody: true, writer);

    private void Write(JsonElement value, ContentKind kind, bool isBody, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, kind, isBody, writer);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(item, kind, isBody: false, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                WriteContent(value, kind, writer);
                break;
            default:
                value.WriteVerbatimTo(writer);
                break;
        }
    }

    private void WriteObject(JsonElement value, ContentKind kind, bool isBody, Utf8JsonWriter writer)
    {
        ContentKind inner = ContentKeys.KindOf(value.TextAt("type"), value.TextAt("role")) ?? kind;
        writer.WriteStartObject();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            WriteMember(member.Name, member.Value, inner, isBody, writer);
        }

        writer.WriteEndObject();
    }

    private void WriteMember(string name, JsonElement value, ContentKind kind, bool isBody, Utf8JsonWriter writer)
    {
        bool isItems = isBody && name is "input" or "output" && value.ValueKind == JsonValueKind.Array;
        ContentKind memberKind = isItems ? ContentKind.Unknown : isBody && name == "input" ? ContentKind.Prompts : ContentKeys.KindOf(name) ?? kind;
        if (IsStructure(name, value))
        {
            value.WriteVerbatimTo(writer);
        }
        else if (value.ValueKind is JsonValueKind.Object && name is "body" or "payload")
        {
            Write(value, ContentKind.Unknown, isBody: name == "body", writer);
        }
        else if (!isItems && ContentKeys.IsOpaque(name))
        {
            WriteContent(value, memberKind, writer);
        }
        else
        {
            Write(value, memberKind, isBody: false, writer);
        }
    }

    private static bool IsStructure(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => ContentKeys.IsStructuralTree(name),
        JsonValueKind.String when name == "reason" => value.GetRawText() is { Length: <= LongestWord } word && !word.AsSpan(1, word.Length - 2).ContainsAnyExcept(Word),
        JsonValueKind.String => ContentKeys.IsStructural(name) && value.GetRawText().Length <= LongestName,
        _ => true,
    };

    private void WriteContent(JsonElement value, ContentKind kind, Utf8JsonWriter writer)
    {
        CaptureLevel level = levels[kind];
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
            case var _ when level == CaptureLevel.Full:
                value.WriteVerbatimTo(writer);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(level == CaptureLevel.None ? "" : Marker(value.Scalar()?.Length ?? 0));
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                if (level == CaptureLevel.Metadata)
                {
                    writer.WriteString("removed", Marker(value.GetRawText().Length));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static string Marker(int length) => length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[removed: {length} characters]");
}
