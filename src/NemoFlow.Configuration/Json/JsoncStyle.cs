// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.Configuration.Json;

/// <summary>How a document is written, so that what is added looks like the rest.</summary>
internal sealed class JsoncStyle
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _colon;
    private readonly string _comma;

    public JsoncStyle(JsoncDocument document)
    {
        string text = document.Text;
        int feed = text.IndexOf('\n');
        NewLine = feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
        IsMultiLine = feed >= 0 || document.Root is JsoncContainer { Items.Count: 0 };
        Indent = FindIndent(document.Root, text) ?? "  ";
        bool tight = document.Root is JsoncContainer { Items: [{ Name: not null } first, ..] } && text[first.Value.Start - 1] == ':';
        _colon = tight ? ":" : ": ";
        _comma = tight && !IsMultiLine ? "," : ", ";
    }

    public string NewLine { get; }

    /// <summary>One level.</summary>
    public string Indent { get; }

    /// <summary>False where the whole document stands on one line.</summary>
    public bool IsMultiLine { get; }

    /// <summary>Between items on one line.</summary>
    public string Comma => _comma;

    /// <summary>A member or, without a name, an element.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="indent">The indentation of the line it begins on.</param>
    /// <param name="multiLine">Whether its own items get lines of their own.</param>
    public string Item(string? name, JsonNode? value, string indent, bool multiLine)
    {
        StringBuilder text = new();
        if (name is not null)
        {
            text.Append(Scalar(JsonValue.Create(name))).Append(_colon);
        }

        Append(text, value, indent, multiLine);
        return text.ToString();
    }

    public string Value(JsonNode? value, string indent, bool multiLine) => Item(null, value, indent, multiLine);

    private static string Scalar(JsonNode? value) => value is null ? "null" : value.ToJsonString(Plain);

    private void Append(StringBuilder text, JsonNode? value, string indent, bool multiLine)
    {
        List<string>? items = value switch
        {
            JsonObject members => [.. members.Select(m => Item(m.Key, m.Value, indent + Indent, multiLine))],
            JsonArray elements => [.. elements.Select(e => Item(null, e, indent + Indent, multiLine))],
            _ => null,
        };
        if (items is null)
        {
            text.Append(Scalar(value));
            return;
        }

        (char open, char close) = value is JsonObject ? ('{', '}') : ('[', ']');
        bool lines = multiLine && items.Count > 0;
        string start = lines ? NewLine + indent + Indent : "";
        text.Append(open).Append(start).AppendJoin(lines ? "," + start : _comma, items);
        text.Append(lines ? NewLine + indent : "").Append(close);
    }

    /// <summary>The indentation of the first item that begins a line, as far as it goes beyond that of its container's line.</summary>
    private static string? FindIndent(JsoncValue value, string text)
    {
        if (value is not JsoncContainer { Items: [JsoncItem first, ..] } container)
        {
            return null;
        }

        string outer = JsoncLines.Indent(text, container.Start);
        if (JsoncLines.BeginsLine(text, first.Start) && JsoncLines.Indent(text, first.Start) is { } inner
            && inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
        {
            return inner[outer.Length..];
        }

        return container.Items.Select(item => FindIndent(item.Value, text)).FirstOrDefault(found => found is not null);
    }
}
