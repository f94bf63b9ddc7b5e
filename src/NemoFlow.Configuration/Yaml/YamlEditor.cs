// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NemoFlow.Configuration.Yaml;

/// <summary>
/// Adds and removes elements of lists in a YAML text by splicing lines. What was added and is removed again leaves the text as it was,
/// byte for byte.
/// </summary>
public static class YamlEditor
{
    private const int Step = 2;

    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds a mapping to the list at a path; what is missing on the way is made.</summary>
    /// <param name="document">The text.</param>
    /// <param name="path">Keys from the root; the last names the list.</param>
    /// <param name="item">Keys and values: strings, whole numbers or booleans.</param>
    /// <exception cref="YamlException">Something else stands at the path.</exception>
    public static YamlDocument AddItem(YamlDocument document, IReadOnlyList<string> path, IReadOnlyList<KeyValuePair<string, object>> item)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(item);
        YamlValue? at = document.Root;
        int known = 0;
        int behind = at is null ? LastLine(document.Text, document.Text.Length) : 0;
        int column = 0;
        while (at is not null && known < path.Count)
        {
            if (at.Kind != YamlKind.Mapping)
            {
                throw document.Error(at, $"{(known == 0 ? "the document" : string.Join('.', path.Take(known)))} must be a mapping");
            }

            KeyValuePair<YamlValue, YamlValue> member = at.MemberList.Find(m => m.Key.Text == path[known]);
            if (member.Key is null)
            {
                break;
            }

            known++;
            at = member.Value;
            column = member.Key.Column - 1 + Step;
            if (at.IsEmpty)
            {
                return Insert(document, EndOfLine(document.Text, member.Key.End), Lines(path, known, column, item, document.NewLine));
            }
        }

        if (at is null)
        {
            return Insert(document, behind, Lines(path, 0, 0, item, document.NewLine));
        }

        if (known == path.Count && at.Kind != YamlKind.Sequence)
        {
            throw document.Error(at, string.Join('.', path) + " must be a list");
        }

        if (at.IsFlow)
        {
            return InsertFlow(document, at, path, known, item);
        }

        int indent = Indent(document.Text, at);
        string lines = known == path.Count ? ItemLines(indent, item, document.NewLine) : Lines(path, known, indent, item, document.NewLine);
        return Insert(document, EndOfLine(document.Text, at.End), lines);
    }

    /// <summary>Removes an element of the list at a path; a list or mapping that is empty then goes too.</summary>
    /// <param name="document">The text.</param>
    /// <param name="path">Keys from the root; the last names the list.</param>
    /// <param name="index">Which element.</param>
    /// <param name="keep">How many keys of the path stay, whatever is left under them.</param>
    /// <exception cref="YamlException">There is no such element.</exception>
    public static YamlDocument RemoveItem(YamlDocument document, IReadOnlyList<string> path, int index, int keep = 0)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(path);
        YamlValue list = document.Root?.TryGet([.. path]) ?? throw document.Error(document.Root, "there is no " + string.Join('.', path));
        if (list.Kind != YamlKind.Sequence || index < 0 || index >= list.Items.Count)
        {
            throw document.Error(list, $"{string.Join('.', path)} has no element {index}");
        }

        if (list.Items.Count > 1 || keep >= path.Count)
        {
            if (list.IsFlow)
            {
                return RemoveFlow(document, list, list.Items[index].Start, list.Items[index].End);
            }

            int dash = document.Text.LastIndexOf('-', list.Items[index].Start - 1);
            return RemoveLines(document, dash, list.Items[index].End);
        }

        // The whole key goes, and above it each mapping that holds nothing else.
        for (int depth = path.Count - 1; depth >= 0; depth--)
        {
            YamlValue parent = depth == 0 ? document.Root! : document.Root!.TryGet([.. path.Take(depth)])!;
            KeyValuePair<YamlValue, YamlValue> member = parent.MemberList.Find(m => m.Key.Text == path[depth]);
            if (parent.Members.Count > 1 || depth == 0 || keep >= depth)
            {
                return parent.IsFlow ? RemoveFlow(document, parent, member.Key.Start, member.Value.End) : RemoveLines(document, member.Key.Start, member.Value.End);
            }
        }

        return document;
    }

    /// <summary>Gives a single value of the document another text; everything around it stays.</summary>
    /// <exception cref="YamlException">It is no single value.</exception>
    public static YamlDocument SetText(YamlDocument document, YamlValue value, string text)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(value);
        return value.Kind == YamlKind.Scalar
            ? YamlDocument.Parse(document.Text[..value.Start] + Quote(text) + document.Text[value.End..], document.SourceName)
            : throw document.Error(value, "a single value was expected");
    }

    private static YamlDocument Insert(YamlDocument document, int at, string lines)
    {
        string text = document.Text;
        string added = at == 0 || (at == 1 && text[0] == '\uFEFF') ? lines + document.NewLine : document.NewLine + lines;
        return YamlDocument.Parse(text.Insert(at, added), document.SourceName);
    }

    /// <summary>Removes the lines of a value with the line break before them, or at the beginning of the text the one behind.</summary>
    private static YamlDocument RemoveLines(YamlDocument document, int start, int end)
    {
        string text = document.Text;
        int lineStart = text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1;
        int lineEnd = EndOfLine(text, end);
        int first = text.StartsWith('\uFEFF') ? 1 : 0;
        if (lineStart <= first)
        {
            int behind = lineEnd;
            if (behind < text.Length)
            {
                behind = text.IndexOf('\n', behind) + 1;
            }

            return YamlDocument.Parse(text.Remove(first, behind - first), document.SourceName);
        }

        int before = lineStart - (lineStart > 1 && text[lineStart - 2] == '\r' ? 2 : 1);
        return YamlDocument.Parse(text.Remove(before, lineEnd - before), document.SourceName);
    }

    private static YamlDocument InsertFlow(YamlDocument document, YamlValue at, IReadOnlyList<string> path, int known, IReadOnlyList<KeyValuePair<string, object>> item)
    {
        StringBuilder added = new();
        bool any = at.Items.Count + at.Members.Count > 0;
        added.Append(any ? ", " : "");
        for (int i = known; i < path.Count; i++)
        {
            added.Append(i > known ? "{" : "").Append(Quote(path[i])).Append(": ").Append(i == path.Count - 1 ? "[" : "");
        }

        added.Append('{').AppendJoin(", ", item.Select(m => Quote(m.Key) + ": " + Quote(m.Value))).Append('}');
        added.Append(known < path.Count ? "]" : "").Append('}', Math.Max(0, path.Count - known - 1));
        int last = any ? Math.Max(at.ItemList.Select(i => i.End).DefaultIfEmpty(0).Max(), at.MemberList.Select(m => Math.Max(m.Key.End, m.Value.End)).DefaultIfEmpty(0).Max()) : at.Start + 1;
        return YamlDocument.Parse(document.Text.Insert(last, added.ToString()), document.SourceName);
    }

    /// <summary>Removes a value with the comma before it, or where it is the first with the one behind.</summary>
    private static YamlDocument RemoveFlow(YamlDocument document, YamlValue container, int start, int end)
    {
        string text = document.Text;
        int before = start;
        while (before > container.Start + 1 && (char.IsWhiteSpace(text[before - 1]) || text[before - 1] == ','))
        {
            before--;
            if (text[before] == ',')
            {
                return YamlDocument.Parse(text.Remove(before, end - before), document.SourceName);
            }
        }

        int behind = end;
        while (behind < container.End - 1 && (char.IsWhiteSpace(text[behind]) || text[behind] == ','))
        {
            behind++;
        }

        // Where nothing comes behind it, the white space was there before it came.
        behind = text.AsSpan(end, behind - end).Contains(',') ? behind : end;
        return YamlDocument.Parse(text.Remove(start, behind - start), document.SourceName);
    }

    private static string Lines(IReadOnlyList<string> path, int known, int indent, IReadOnlyList<KeyValuePair<string, object>> item, string newLine)
    {
        StringBuilder lines = new();
        for (int i = known; i < path.Count; i++, indent += Step)
        {
            lines.Append(' ', indent).Append(Key(path[i])).Append(':').Append(newLine);
        }

        return lines.Append(ItemLines(indent, item, newLine)).ToString();
    }

    private static string ItemLines(int indent, IReadOnlyList<KeyValuePair<string, object>> item, string newLine) => string.Join(
        newLine,
        item.Select((member, i) => new string(' ', indent) + (i == 0 ? "- " : "  ") + Key(member.Key) + ": " + Quote(member.Value)));

    private static string Key(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && char.IsAsciiLetter(key[0]) && key is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null")
        ? key
        : Quote(key);

    /// <summary>JSON's quotes mean the same in YAML.</summary>
    private static string Quote(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => JsonSerializer.Serialize(text, Quoting),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new ArgumentException("A value is a string, a number or a boolean.", nameof(value)),
    };

    /// <summary>How far the elements of a block stand in. The block itself may begin elsewhere, with an anchor behind its key.</summary>
    private static int Indent(string text, YamlValue block)
    {
        if (block.Kind != YamlKind.Sequence)
        {
            return block.MemberList[0].Key.Column - 1;
        }

        int dash = text.LastIndexOf('-', block.ItemList[0].Start - 1);
        int first = text.LastIndexOf('\n', dash) + 1;
        return dash - (first == 0 && text.StartsWith('\uFEFF') ? 1 : first);
    }

    /// <summary>Before the line break of the line in which the place lies; a comment there stays with it.</summary>
    private static int EndOfLine(string text, int place)
    {
        int end = text.IndexOf('\n', place);
        return end < 0 ? text.Length : end > place && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The end of the last line that holds anything.</summary>
    private static int LastLine(string text, int end)
    {
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
