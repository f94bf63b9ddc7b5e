// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <content>Elements of arrays in brackets, and entries of tables in braces.</content>
public sealed partial class TomlEditor
{
    /// <summary>Adds an item at the end, on a line of its own where the last one has one.</summary>
    private IEnumerable<TomlTextEdit> InsertItem(TomlSpan brackets, TomlInlineSyntax syntax, string item, bool spaced)
    {
        if (syntax.Items.Count == 0)
        {
            return [TomlTextEdit.Insert(brackets.Start + 1, spaced ? $" {item} " : item)];
        }

        TomlSpan last = syntax.Items[^1];
        if (!HasOwnLines(syntax, syntax.Items.Count - 1))
        {
            return [TomlTextEdit.Insert(last.End, ", " + item)];
        }

        int line = _lines.IndexOf(last.End - 1);
        string added = _lines.NewLine + _lines.Indent(_lines.IndexOf(last.Start)) + item;
        return syntax.HasTrailingComma
            ? [TomlTextEdit.Insert(_lines.End(line), added + ",")]
            : [TomlTextEdit.Insert(last.End, ","), TomlTextEdit.Insert(_lines.End(line), added)];
    }

    private IEnumerable<TomlTextEdit> DeleteItem(TomlSpan brackets, TomlInlineSyntax syntax, int index, bool spaced)
    {
        TomlSpan item = syntax.Items[index];
        int? comma = index < syntax.Commas.Count ? syntax.Commas[index] : null;
        int? commaBefore = index > 0 ? syntax.Commas[index - 1] : null;
        bool isLast = index == syntax.Items.Count - 1;
        if (HasOwnLines(syntax, index))
        {
            TomlTextEdit lines = TomlTextEdit.Delete(
                _lines.Start(_lines.IndexOf(item.Start)), _lines.Next(_lines.IndexOf(item.End - 1)));
            return comma is null && commaBefore is int dangling ? [TomlTextEdit.Delete(dangling, dangling + 1), lines] : [lines];
        }

        if (!isLast)
        {
            // A line break after the comma may be followed by a comment on the next item, which stays.
            int next = syntax.Items[index + 1].Start;
            bool breaks = HasBreak(comma!.Value, next);
            return [TomlTextEdit.Delete(item.Start, breaks ? comma.Value + 1 : next)];
        }

        if (commaBefore is not int before)
        {
            return [DeleteOnlyItem(brackets, item, comma, spaced)];
        }

        int previousEnd = syntax.Items[index - 1].End;
        if (!HasBreak(previousEnd, item.Start))
        {
            return [TomlTextEdit.Delete(previousEnd, item.End)];
        }

        return comma is int trailing
            ? [TomlTextEdit.Delete(item.Start, trailing + 1)]
            : [TomlTextEdit.Delete(before, before + 1), TomlTextEdit.Delete(item.Start, item.End)];
    }

    /// <summary>Leaves the brackets as <see cref="InsertItem"/> would have found them.</summary>
    private TomlTextEdit DeleteOnlyItem(TomlSpan brackets, TomlSpan item, int? comma, bool spaced)
    {
        int end = comma + 1 ?? item.End;
        bool padded = spaced && item.Start - 1 > brackets.Start && Text[item.Start - 1] == ' ' && Text[end] == ' ';
        return padded ? TomlTextEdit.Delete(item.Start - 1, end + 1) : TomlTextEdit.Delete(item.Start, end);
    }

    /// <summary>Removes entries one by one: a table of dotted keys may have several in one pair of braces.</summary>
    private void RemoveFromBraces(TomlTable table, ReadOnlySpan<string> path)
    {
        TomlTable? current = table;
        while (current?.Find(path[^1]) is TomlEntry entry)
        {
            TomlTable braces = current.Braces!;
            int index = braces.Syntax!.Statements.FindLastIndex(
                statement => statement == entry.Definition || statement.Containers.Contains(entry.Value));
            Apply(DeleteItem(braces.Span, braces.Syntax, index, spaced: true));
            current = Document.Root.TryGetTable(path[..^1]);
        }
    }

    /// <summary>Whether nothing but an item, its comma and a comment stands on its lines.</summary>
    private bool HasOwnLines(TomlInlineSyntax syntax, int index)
    {
        TomlSpan item = syntax.Items[index];
        int line = _lines.IndexOf(item.End - 1);
        int end = item.End;
        if (index < syntax.Commas.Count)
        {
            if (syntax.Commas[index] >= _lines.End(line))
            {
                return false;
            }

            end = syntax.Commas[index] + 1;
        }

        ReadOnlySpan<char> before = Text.AsSpan(_lines.Start(_lines.IndexOf(item.Start))..item.Start);
        ReadOnlySpan<char> after = Text.AsSpan(end.._lines.End(line)).TrimStart(" \t");
        return before.Trim(" \t").IsEmpty && (after.IsEmpty || after[0] == '#');
    }

    private bool HasBreak(int start, int end) => Text.AsSpan(start..end).Contains('\n');
}
