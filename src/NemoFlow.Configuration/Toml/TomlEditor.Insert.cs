// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <content>Where new lines go.</content>
public sealed partial class TomlEditor
{
    private TomlTextEdit[] InsertInSection(TomlSection section, string entry)
    {
        if (section.Statements.Count > 0)
        {
            return InsertAfter(section.Statements[^1].Span, entry);
        }

        return section.Header is TomlSpan header ? InsertAfter(header, entry) : InsertFirst(entry);
    }

    /// <summary>Puts a line after the one where a statement ends, as far indented as the statement.</summary>
    private TomlTextEdit[] InsertAfter(TomlSpan statement, string entry)
    {
        string indent = _lines.Indent(_lines.IndexOf(statement.Start));
        return [_lines.Insert(_lines.Next(_lines.IndexOf(statement.End - 1)), [indent + entry])];
    }

    /// <summary>
    /// Puts the first key of a document before its first header and the comment that belongs to that, with a blank
    /// line between; editor directives (<c>#:schema</c>) stay on top.
    /// </summary>
    private TomlTextEdit[] InsertFirst(string entry)
    {
        if (Document.Sections.Count == 1)
        {
            return [_lines.Insert(Text.Length, [entry])];
        }

        int line = _lines.IndexOf(Document.Sections[1].Header!.Value.Start);
        while (line > 0 && _lines.Content(line - 1).TrimStart(" \t").StartsWith('#'))
        {
            line--;
        }

        while (line == 0 || IsDirective(line - 1))
        {
            if (!IsDirective(line))
            {
                break;
            }

            line++;
        }

        return [_lines.Insert(_lines.Start(line), [entry, ""])];
    }

    private bool IsDirective(int line) => _lines.Content(line).StartsWith("#:");

    private TomlTextEdit[] InsertNewSection(int place, IEnumerable<string> lines) =>
        [_lines.Insert(place, place > Document.ContentStart ? lines.Prepend("") : lines)];

    /// <summary>The end of the document, or of the innermost array element on the way: a header after the next element would be that one's.</summary>
    private int NewSectionPlace(List<TomlValue> chain)
    {
        for (int index = chain.Count - 1; index > 0; index--)
        {
            if (chain[index - 1] is TomlArray)
            {
                return EndOf([chain[index]]);
            }
        }

        return Text.Length;
    }

    /// <summary>The start of the line after the last section of any of some tables.</summary>
    private int EndOf(IReadOnlyList<TomlValue> tables)
    {
        TomlSection last = Document.Sections.Last(section => section.Chain.Any(tables.Contains));
        return _lines.Next(_lines.IndexOf(last.Extent.End - 1));
    }

    /// <summary>A header names no indexes: an array in it stands for its last element.</summary>
    private static List<string> HeaderPath(List<TomlValue> chain, ReadOnlySpan<string> path)
    {
        List<string> names = [];
        for (int index = 0; index < path.Length; index++)
        {
            if (index >= chain.Count || chain[index] is not TomlArray)
            {
                names.Add(path[index]);
            }
        }

        return names;
    }
}
