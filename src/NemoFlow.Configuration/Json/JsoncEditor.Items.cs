// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Configuration.Json;

/// <content>Where items go, and what goes with them.</content>
public sealed partial class JsoncEditor
{
    private void Insert(JsoncContainer container, string? name, JsonNode? value)
    {
        if (container.Items.Count == 0)
        {
            InsertFirst(container, name, value);
            return;
        }

        JsoncItem last = container.Items[^1];
        bool ownLine = JsoncLines.BeginsLine(Text, last.Start);
        string indent = JsoncLines.Indent(Text, last.Start);
        string item = _style.Item(name, value, indent, ownLine);
        int after = (last.Comma + 1) ?? last.End;
        string end = last.Comma is null ? "" : ",";
        string comma = last.Comma is null ? "," : "";
        if (!ownLine)
        {
            string space = last.Comma is null ? _style.Comma[1..] : " ";
            Replace(after, after, comma + space + item + end);
            return;
        }

        // A comment behind the last item stays on its line.
        int place = JsoncTrivia.SkipOnLine(Text, after);
        place = JsoncTrivia.IsLineEnd(Text, place) ? place : after;
        Replace(after, place, comma + Text[after..place] + _style.NewLine + indent + item + end);
    }

    private void InsertFirst(JsoncContainer container, string? name, JsonNode? value)
    {
        int place = container.Start + 1;
        if (!_style.IsMultiLine)
        {
            Replace(place, place, _style.Item(name, value, "", multiLine: false));
            return;
        }

        string outer = JsoncLines.Indent(Text, container.Start);
        string item = _style.NewLine + outer + _style.Indent + _style.Item(name, value, outer + _style.Indent, multiLine: true);
        bool breaks = Text.AsSpan(place..(container.End - 1)).Contains('\n');
        if (breaks && JsoncTrivia.SkipOnLine(Text, place) is int end && JsoncTrivia.IsLineEnd(Text, end))
        {
            // A comment behind the bracket stays on its line.
            place = JsoncTrivia.IsBlank(Text.AsSpan(place..end)) ? place : end;
        }

        Replace(place, place, breaks ? item : item + _style.NewLine + outer);
    }

    private void Delete(JsoncContainer container, JsoncItem item)
    {
        int index = IndexOf(container, item);
        JsoncItem? previous = index > 0 ? container.Items[index - 1] : null;
        int end = (item.Comma + 1) ?? item.End;
        if (container.Items.Count == 1)
        {
            DeleteOnly(container, item, end);
        }
        else if (HasOwnLines(item, end))
        {
            DeleteLines(item, end, item.Comma is null ? previous?.Comma : null);
        }
        else if (index < container.Items.Count - 1)
        {
            int next = container.Items[index + 1].Start;
            Replace(item.Start, Text.AsSpan(end..next).Trim(" \t").IsEmpty ? next : end, "");
        }
        else if (item.Comma is not null)
        {
            // The comma before becomes the one at the end.
            int start = previous!.Comma!.Value + 1;
            Replace(JsoncTrivia.IsBlank(Text.AsSpan(start..item.Start)) ? start : item.Start, end, "");
        }
        else if (JsoncTrivia.IsBlank(Text.AsSpan(previous!.End..item.Start).Trim(" \t\r\n").TrimEnd(',')))
        {
            Replace(previous.End, item.End, "");
        }
        else
        {
            // Comments stand between.
            int comma = previous.Comma!.Value;
            Replace(comma, item.End, Text[(comma + 1)..item.Start]);
        }
    }

    /// <summary>Leaves the brackets as <see cref="InsertFirst"/> would have found them.</summary>
    private void DeleteOnly(JsoncContainer container, JsoncItem item, int end)
    {
        int open = container.Start + 1;
        int close = container.End - 1;
        int start = JsoncTrivia.IsBlank(Text.AsSpan(open..item.Start)) ? open : item.Start;
        if (start == open || !HasOwnLines(item, end))
        {
            string lineEnd = _style.NewLine + JsoncLines.Indent(Text, container.Start);
            ReadOnlySpan<char> rest = Text.AsSpan(end..close);
            bool added = start == open && Text.AsSpan(open..item.Start).Contains('\n')
                && rest.StartsWith(lineEnd, StringComparison.Ordinal) && !rest[lineEnd.Length..].Contains('\n');
            Replace(start, added ? end + lineEnd.Length : end, "");
        }
        else
        {
            DeleteLines(item, end, null);
        }
    }

    private void DeleteLines(JsoncItem item, int end, int? danglingComma)
    {
        int stop = JsoncTrivia.SkipOnLine(Text, end);
        int start = JsoncLines.Start(Text, item.Start);
        if (start > Document.ContentStart)
        {
            // The line break before goes rather than the one behind: in a file with both kinds, that is the one that was added.
            start -= Text.AsSpan(0, start).EndsWith("\r\n") ? 2 : 1;
        }

        string before = danglingComma is int comma ? Text[..start].Remove(comma, 1) : Text[..start];
        Apply(string.Concat(before, Text.AsSpan(stop)));
    }

    /// <summary>Whether nothing but an item, its comma and a comment stands on its lines.</summary>
    private bool HasOwnLines(JsoncItem item, int end) =>
        JsoncLines.BeginsLine(Text, item.Start) && JsoncTrivia.IsLineEnd(Text, JsoncTrivia.SkipOnLine(Text, end));

    private static int IndexOf(JsoncContainer container, JsoncItem item)
    {
        for (int i = 0; i < container.Items.Count; i++)
        {
            if (container.Items[i] == item)
            {
                return i;
            }
        }

        throw new ArgumentException("The item is another container's.", nameof(item));
    }
}
