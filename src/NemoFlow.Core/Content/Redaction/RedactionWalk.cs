// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NemoFlow.Text;

namespace NemoFlow.Content.Redaction;

/// <summary>Walks through one event and writes it anew.</summary>
internal sealed class RedactionWalk(IReadOnlyList<RedactionProfile> profiles, Utf8JsonWriter writer, RedactionClock clock)
{
    /// <summary>Shorter numbers are neither cards nor phones.</summary>
    private const int ShortestNumber = 7;

    private readonly List<string> _path = [];

    /// <summary>Writes the event.</summary>
    public void Write(JsonElement root, RedactionSurfaces surface)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            WriteOrNull(null, root, surface, isContent: true);
            return;
        }

        writer.WriteStartObject();
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (member.Name is "payload" or "body" && member.Value.ValueKind == JsonValueKind.Object)
            {
                // Pointers begin within.
                writer.WritePropertyName(member.Name);
                WriteObject(member.Value, surface, isContent: false);
            }
            else
            {
                WriteMember(member, surface, isContent: false);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteObject(JsonElement value, RedactionSurfaces surface, bool isContent)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            WriteMember(member, surface, isContent);
        }

        writer.WriteEndObject();
    }

    private void WriteMember(JsonProperty member, RedactionSurfaces surface, bool isContent)
    {
        RedactionSurfaces within = _path.Count == 0 && surface == RedactionSurfaces.Mark ? SurfaceOf(member.Name) : surface;
        _path.Add(member.Name);
        string? replaced = null;
        if (!IsRemoved(member.Value, within) && (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array || (replaced = Replaced(member.Name, member.Value, within, isContent)) is not null))
        {
            // What users name themselves may hold what is looked for.
            writer.WritePropertyName(isContent ? Apply(member.Name, within, targets: false) ?? "" : member.Name);
            WriteValue(member.Value, replaced, within, isContent || ContentKeys.IsOpaque(member.Name));
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private void WriteOrNull(string? name, JsonElement value, RedactionSurfaces surface, bool isContent)
    {
        string? replaced = null;
        if (IsRemoved(value, surface) || (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && (replaced = Replaced(name, value, surface, isContent)) is null))
        {
            writer.WriteNullValue();
            return;
        }

        WriteValue(value, replaced, surface, isContent);
    }

    private void WriteValue(JsonElement value, string? replaced, RedactionSurfaces surface, bool isContent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, surface, isContent);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    _path.Add(index++.ToString(CultureInfo.InvariantCulture));
                    WriteOrNull(null, item, surface, isContent);
                    _path.RemoveAt(_path.Count - 1);
                }

                writer.WriteEndArray();
                break;
            default:
                if (ReferenceEquals(replaced, Unchanged))
                {
                    value.WriteVerbatimTo(writer);
                }
                else
                {
                    writer.WriteStringValue(replaced);
                }

                break;
        }
    }

    /// <summary>Stands for a text that nothing was taken from; compared by reference.</summary>
    private static readonly string Unchanged = new('=', 1);

    /// <summary>The text after the profiles, <see cref="Unchanged"/>, or null where the value has to go.</summary>
    private string? Replaced(string? name, JsonElement value, RedactionSurfaces surface, bool isContent)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number when value.GetRawText() is { Length: >= ShortestNumber } digits => digits,
            _ => null,
        };
        if (string.IsNullOrEmpty(text) || (!isContent && name is not null && HoldsTogether(name)))
        {
            return Unchanged;
        }

        string? result = Apply(text, surface, targets: true);
        return result == text ? Unchanged : result;
    }

    private string? Apply(string text, RedactionSurfaces surface, bool targets)
    {
        string? result = text;
        foreach (RedactionProfile profile in profiles)
        {
            if ((profile.Surfaces & surface) == 0 || (targets ? !profile.Targeted(_path) : profile.Targets.Count > 0 || profile.Detector is null))
            {
                continue;
            }

            try
            {
                result = TextRedactor.Apply(result, profile);
            }
            catch (RegexMatchTimeoutException e)
            {
                throw new RedactionException("a pattern took too long", e);
            }

            if (result is null)
            {
                return null;
            }
        }

        clock.Check();
        return result;
    }

    /// <summary>A whole object or list that a profile names.</summary>
    private bool IsRemoved(JsonElement value, RedactionSurfaces surface) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
        && profiles.Any(p => p is { Detector: null, Targets.Count: > 0 } && (p.Surfaces & surface) != 0 && p.Targeted(_path));

    /// <summary>Ids and types by which an event is understood at all.</summary>
    private static bool HoldsTogether(string name) => name is "id" or "type" or "role" or "model" or "object" or "status" or "hook_event_name" or "event"
        || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("Id", StringComparison.Ordinal);

    private static RedactionSurfaces SurfaceOf(string name) => ContentKeys.KindOf(name) switch
    {
        ContentKind.ToolInput => RedactionSurfaces.ToolInput,
        ContentKind.ToolOutput => RedactionSurfaces.ToolOutput,
        _ => RedactionSurfaces.Mark,
    };
}
