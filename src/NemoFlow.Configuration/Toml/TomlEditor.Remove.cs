// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <content>Removal of lines.</content>
public sealed partial class TomlEditor
{
    /// <summary>Removes a key, with all its sections where it is a table, or one element of an array.</summary>
    /// <param name="path">The keys that lead there; an array's element is named by its index.</param>
    /// <param name="prune">What becomes of the header above if that was its last key.</param>
    /// <returns>False where there was no such key.</returns>
    public bool Remove(ReadOnlySpan<string> path, TomlPrune prune = TomlPrune.CreatedHere)
    {
        RequirePath(path);
        List<TomlValue> chain = Resolve(path);
        if (chain.Count <= path.Length)
        {
            return false;
        }

        switch (chain[^2])
        {
            case TomlArray { Syntax: TomlInlineSyntax syntax } brackets:
                Apply(DeleteItem(brackets.Span, syntax, int.Parse(path[^1], NumberStyles.None, CultureInfo.InvariantCulture), spaced: false));
                break;
            case TomlTable { Braces: not null } table:
                RemoveFromBraces(table, path);
                break;
            default:
                RemoveLines(chain, path, prune);
                break;
        }

        return true;
    }

    /// <summary>Removes one table of an array of tables, with the sections below it.</summary>
    /// <param name="path">The keys that lead to the array.</param>
    /// <param name="index">Which one, from 0.</param>
    /// <returns>False where there is no such table.</returns>
    public bool RemoveTable(ReadOnlySpan<string> path, int index) =>
        Remove([.. path, index.ToString(CultureInfo.InvariantCulture)]);

    private void RemoveLines(List<TomlValue> chain, ReadOnlySpan<string> path, TomlPrune prune)
    {
        TomlEntry? entry = (chain[^2] as TomlTable)?.Find(path[^1]);
        IReadOnlyList<TomlValue> tables = chain[^1] is TomlArray array ? array.Items : [chain[^1]];
        HashSet<int> doomed = [];
        List<TomlSection> gone = [];
        foreach (TomlSection section in Document.Sections)
        {
            List<TomlKeyValue> leaving =
                [.. section.Statements.Where(statement => statement == entry?.Definition || statement.Containers.Any(tables.Contains))];
            if (section.Chain.Any(tables.Contains)
                || (leaving.Count > 0 && leaving.Count == section.Statements.Count && IsPrunable(section, prune)))
            {
                gone.Add(section);
                DoomSection(section, doomed);
                continue;
            }

            leaving.ForEach(statement => Doom(statement.Span, doomed));
            if (section.Header is null && leaving.Count > 0 && leaving.Count == section.Statements.Count)
            {
                DoomBlankAfterFirst(section, doomed);
            }
        }

        Apply(_lines.Delete(doomed));
        Forget(gone, chain[^2] is TomlArray ? path[..^1] : default);
    }

    private bool IsPrunable(TomlSection section, TomlPrune prune) => section.Header is TomlSpan header && prune switch
    {
        TomlPrune.CreatedHere => _created.Contains(TomlKey.Format([.. section.Path])),
        TomlPrune.Always => !Text.AsSpan(header.Start).StartsWith("[[") && !HasComment(section, header),
        _ => false,
    };

    private bool HasComment(TomlSection section, TomlSpan header)
    {
        HashSet<int> spoken = [];
        section.Statements.ForEach(statement => Doom(statement.Span, spoken));
        int first = _lines.IndexOf(header.Start);
        if (!Text.AsSpan(header.End, _lines.End(first) - header.End).Trim(" \t").IsEmpty)
        {
            return true;
        }

        int last = _lines.IndexOf(section.Extent.End - 1);
        return Enumerable.Range(first + 1, last - first).Any(line => !spoken.Contains(line) && !_lines.IsBlank(line));
    }

    private void Doom(TomlSpan span, HashSet<int> doomed) =>
        doomed.UnionWith(Enumerable.Range(_lines.IndexOf(span.Start), _lines.IndexOf(span.End - 1) - _lines.IndexOf(span.Start) + 1));

    /// <summary>A section goes with the blank line that sets it off: the one above, or below it at the top of the file.</summary>
    private void DoomSection(TomlSection section, HashSet<int> doomed)
    {
        Doom(section.Extent, doomed);
        int first = _lines.IndexOf(section.Extent.Start);
        bool onTop = Enumerable.Range(0, first).All(doomed.Contains);
        int blank = onTop ? _lines.IndexOf(section.Extent.End - 1) + 1 : first - 1;
        if (_lines.IsBlank(blank))
        {
            doomed.Add(blank);
        }
    }

    /// <summary>The reverse of the blank line that <see cref="InsertFirst"/> puts after the first key of a document.</summary>
    private void DoomBlankAfterFirst(TomlSection section, HashSet<int> doomed)
    {
        int first = _lines.IndexOf(section.Extent.Start);
        int after = _lines.IndexOf(section.Extent.End - 1) + 1;
        bool stoodAlone = first == 0 || _lines.IsBlank(first - 1) || IsDirective(first - 1);
        if (Document.Sections.Count > 1 && stoodAlone && _lines.IsBlank(after))
        {
            doomed.Add(after);
        }
    }

    /// <summary>Headers that are gone, or whose array has changed its indexes, are nobody's any more.</summary>
    private void Forget(List<TomlSection> gone, ReadOnlySpan<string> array)
    {
        gone.ForEach(section => _created.Remove(TomlKey.Format([.. section.Path])));
        if (!array.IsEmpty)
        {
            string prefix = TomlKey.Format(array) + ".";
            _created.RemoveWhere(header => header.StartsWith(prefix, StringComparison.Ordinal));
        }
    }
}
