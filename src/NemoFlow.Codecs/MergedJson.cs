// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs;

/// <summary>
/// A JSON value that arrives in parts. What is not merged keeps the bytes it came with. In neither way of merging does a null erase
/// what is known: providers write null for what they have nothing new to say about.
/// </summary>
internal sealed class MergedJson
{
    /// <summary>Texts that name something: they are told again rather than continued.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal) { "id", "type", "role", "object", "format", "model", "finish_reason", "signature" };

    private JsonElement? _value;
    private StringBuilder? _text;
    private OrderedDictionary<string, MergedJson>? _members;
    private List<MergedJson>? _items;

    /// <summary>True where nothing has arrived, or only nulls.</summary>
    public bool IsEmpty => _text is null && _members is null && _items is null && _value is not { ValueKind: not JsonValueKind.Null };

    /// <summary>The value of a member; made where there is none.</summary>
    public MergedJson Member(string name)
    {
        if (_members is null)
        {
            Clear();
            _members = new OrderedDictionary<string, MergedJson>(StringComparer.Ordinal);
        }

        if (!_members.TryGetValue(name, out MergedJson? member))
        {
            _members.Add(name, member = new MergedJson());
        }

        return member;
    }

    /// <summary>A text that has arrived; null where there is none, or only an empty one.</summary>
    public string? TextOf(string name)
    {
        if (_members?.TryGetValue(name, out MergedJson? member) != true)
        {
            return null;
        }

        return member!._text is { Length: > 0 } text ? text.ToString() : member._value?.Scalar();
    }

    /// <summary>
    /// The newer value counts, but a zero does not erase a number: counts are cumulative, and zero is what providers write for those they
    /// leave to another event. Objects are merged member by member.
    /// </summary>
    public void Overlay(JsonElement newer)
    {
        switch (newer.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                KeepNull(newer);
                break;
            case JsonValueKind.Object:
                BeObject();
                foreach (JsonProperty property in newer.EnumerateObject())
                {
                    Member(property.Name).Overlay(property.Value);
                }

                break;
            case JsonValueKind.Number when _value is { ValueKind: JsonValueKind.Number } && newer.TryGetDecimal(out decimal number) && number == 0:
                break;
            default:
                Set(newer);
                break;
        }
    }

    /// <summary>
    /// The newer value continues the older: texts are joined, objects merged member by member, lists by the <c>index</c> of their
    /// elements or, where they have none, end to end; other values count as they come. A text beside a list is a part of it.
    /// </summary>
    /// <param name="newer">The next part.</param>
    /// <param name="name">The member that the value is of.</param>
    public void Append(JsonElement newer, string name = "")
    {
        switch (newer.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                KeepNull(newer);
                break;
            case JsonValueKind.String:
                AppendText(newer.GetString()!, name);
                break;
            case JsonValueKind.Object:
                BeObject();
                foreach (JsonProperty property in newer.EnumerateObject())
                {
                    Member(property.Name).Append(property.Value, property.Name);
                }

                break;
            case JsonValueKind.Array:
                AppendItems(newer);
                break;
            default:
                Set(newer);
                break;
        }
    }

    /// <summary>Writes what has arrived.</summary>
    public void WriteTo(Utf8JsonWriter writer, params ReadOnlySpan<string> without)
    {
        if (_text is not null)
        {
            writer.WriteStringValue(_text.ToString());
        }
        else if (_members is not null)
        {
            writer.WriteStartObject();
            WriteMembersTo(writer, without);
            writer.WriteEndObject();
        }
        else if (_items is not null)
        {
            writer.WriteStartArray();
            _items.ForEach(item => item.WriteTo(writer));
            writer.WriteEndArray();
        }
        else if (_value is { ValueKind: not JsonValueKind.Undefined } value)
        {
            value.WriteVerbatimTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes the members of an object into one that is being written.</summary>
    public void WriteMembersTo(Utf8JsonWriter writer, params ReadOnlySpan<string> without)
    {
        foreach ((string name, MergedJson member) in _members ?? [])
        {
            if (!without.Contains(name))
            {
                writer.WritePropertyName(name);
                member.WriteTo(writer);
            }
        }
    }

    private void AppendText(string text, string name)
    {
        if (Names.Contains(name) || (name == "name" && _text?.Equals(text.AsSpan()) == true))
        {
            if (text.Length > 0 || IsEmpty)
            {
                Clear();
                _text = new StringBuilder(text);
            }

            return;
        }

        if (_items is not null)
        {
            AppendPart(text);
            return;
        }

        if (_text is null)
        {
            Clear();
            _text = new StringBuilder();
        }

        _text.Append(text);
    }

    /// <summary>Some providers stream a part of the content as a list, and the rest as text.</summary>
    private void AppendPart(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (_items is not [.., { } part] || part.TextOf("type") != "text")
        {
            _items!.Add(part = new MergedJson());
            part.Member("type").AppendText("text", "type");
        }

        part.Member("text").AppendText(text, "text");
    }

    private void AppendItems(JsonElement newer)
    {
        if (_items is null)
        {
            string before = _text?.ToString() ?? "";
            Clear();
            _items = [];
            AppendPart(before);
        }

        foreach ((int position, JsonElement item) in newer.EnumerateArray().Index())
        {
            MergedJson? known = item.LongAt("index") is { } index
                ? _items.Find(i => i._members?.TryGetValue("index", out MergedJson? at) == true && at._value?.Scalar() == index.ToString(null, null))
                : position == 0 && _items is [.., { } last] && last.IsContinuedBy(item) ? last : null;
            if (known is null)
            {
                _items.Add(known = new MergedJson());
            }

            known.Append(item);
        }
    }

    /// <summary>A part of a message that a delta begins with goes on with the part of the same kind that the delta before ended with.</summary>
    private bool IsContinuedBy(JsonElement item) =>
        item.TextAt("type") is { } type && type == TextOf("type") && item.First("text", "thinking", "refusal") is not null
        && TextOf("signature") is null && (item.TextAt("id") is not { } id || id == TextOf("id"));

    private void BeObject()
    {
        if (_members is null)
        {
            Clear();
            _members = new OrderedDictionary<string, MergedJson>(StringComparer.Ordinal);
        }
    }

    private void KeepNull(JsonElement newer)
    {
        if (IsEmpty && newer.ValueKind == JsonValueKind.Null)
        {
            _value = newer;
        }
    }

    private void Set(JsonElement newer)
    {
        Clear();
        _value = newer;
    }

    private void Clear()
    {
        _value = null;
        _text = null;
        _members = null;
        _items = null;
    }
}
