// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>
/// Changes a document as a careful person would: an edit touches its own lines and nothing else, and removing what
/// was set gives back the bytes from before. Every edit is checked by reading its result; where that fails, the
/// document stays as it was.
/// </summary>
public sealed partial class TomlEditor
{
    /// <summary>The headers that this editor wrote, so that it may remove them again.</summary>
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);

    private TomlLines _lines;

    internal TomlEditor(TomlDocument document)
    {
        Document = document;
        _lines = new TomlLines(document.Text, document.ContentStart);
    }

    /// <summary>The document after the edits so far.</summary>
    public TomlDocument Document { get; private set; }

    private string Text => Document.Text;

    /// <summary>
    /// Gives a key its value. An existing value is replaced where it stands; a new key goes to the end of its
    /// table's section, or into its braces; a new table to the end of the document, under a header of its own.
    /// </summary>
    /// <param name="path">The keys that lead there; an array is entered by its element's index.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="TomlException">Something on the path is not a table, or the key is a table with its own sections.</exception>
    public void Set(ReadOnlySpan<string> path, TomlLiteral value)
    {
        ArgumentNullException.ThrowIfNull(value);
        RequirePath(path);
        List<TomlValue> chain = Resolve(path);
        if (chain.Count > path.Length)
        {
            Replace(chain[^1], path, value);
            return;
        }

        TomlTable table = RequireTable(chain, path);
        if (table.Braces is TomlTable braces)
        {
            string entry = Entry(path[chain.IndexOf(braces)..], value);
            Apply(InsertItem(braces.Span, braces.Syntax!, entry, spaced: true));
        }
        else if (table.Origin == TomlTableOrigin.Dotted)
        {
            TomlSection section = table.Section!;
            TomlKeyValue last = section.Statements.Last(statement => statement.Containers.Contains(table));
            Apply(InsertAfter(last.Span, Entry(path[chain.IndexOf(section.Table)..], value)));
        }
        else if (table.Section is TomlSection section && chain.Count == path.Length)
        {
            Apply(InsertInSection(section, Entry(path[^1..], value)));
        }
        else
        {
            string header = TomlKey.Format([.. HeaderPath(chain, path[..^1])]);
            Apply(InsertNewSection(NewSectionPlace(chain), [$"[{header}]", Entry(path[^1..], value)]));
            _created.Add(TomlKey.Format(path[..^1]));
        }
    }

    /// <summary>
    /// Adds a table to the end of an array of tables: a <c>[[header]]</c> section after the array's last one, or
    /// braces where the array is written in brackets. The array is made where there is none.
    /// </summary>
    /// <param name="path">The keys that lead to the array.</param>
    /// <param name="entries">The keys and values of the new table.</param>
    /// <exception cref="TomlException">Something else has that name.</exception>
    public void AppendTable(ReadOnlySpan<string> path, params ReadOnlySpan<(string Key, TomlLiteral Value)> entries)
    {
        RequirePath(path);
        List<TomlValue> chain = Resolve(path);
        bool exists = chain.Count > path.Length;
        if (exists && chain[^1] is TomlArray { Syntax: TomlInlineSyntax syntax } brackets)
        {
            Apply(InsertItem(brackets.Span, syntax, TomlLiteral.Table(entries).Text, spaced: false));
            return;
        }

        if (exists && chain[^1] is not TomlArray)
        {
            throw chain[^1].Error($"Expected '{TomlKey.Format(path)}' to be an array of tables, found {Describe(chain[^1])}.");
        }

        if (!exists && RequireTable(chain, path).Braces is not null)
        {
            Set(path, TomlLiteral.Array(TomlLiteral.Table(entries)));
            return;
        }

        List<string> lines = [$"[[{TomlKey.Format([.. HeaderPath(chain, path)])}]]"];
        foreach ((string key, TomlLiteral value) in entries)
        {
            lines.Add(Entry([key], value));
        }

        int place = chain[^1] is TomlArray array ? EndOf(array.Items) : NewSectionPlace(chain);
        Apply(InsertNewSection(place, lines));
    }

    private static string Entry(ReadOnlySpan<string> key, TomlLiteral value) => $"{TomlKey.Format(key)} = {value.Text}";

    private static void RequirePath(ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("A path has at least one key.", nameof(path));
        }
    }

    private void Replace(TomlValue existing, ReadOnlySpan<string> path, TomlLiteral value)
    {
        if (existing is TomlTable { Origin: not TomlTableOrigin.Inline } or TomlArray { IsTableArray: true })
        {
            throw existing.Error($"Expected '{TomlKey.Format(path)}' to be a single value, found {Describe(existing)}; remove it first.");
        }

        Apply([new TomlTextEdit(existing.Span.Start, existing.Span.End, value.Text)]);
    }

    /// <summary>The values along a path as far as they exist, the root first.</summary>
    private List<TomlValue> Resolve(ReadOnlySpan<string> path)
    {
        List<TomlValue> chain = [Document.Root];
        foreach (string segment in path)
        {
            TomlValue? next = TomlTable.Step(chain[^1], segment);
            if (next is null)
            {
                break;
            }

            chain.Add(next);
        }

        return chain;
    }

    private static TomlTable RequireTable(List<TomlValue> chain, ReadOnlySpan<string> path)
    {
        TomlValue last = chain[^1];
        return last as TomlTable
            ?? throw last.Error($"Expected '{TomlKey.Format(path[..(chain.Count - 1)])}' to be a table, found {Describe(last)}.");
    }

    private static string Describe(TomlValue value) => value switch
    {
        TomlArray { Items.Count: 0 } => "an array without elements",
        TomlArray array => $"an array, whose elements are named by an index from 0 to {array.Items.Count - 1}",
        TomlTable => "a table with lines of its own",
        _ => $"a value of type {value.Kind}",
    };

    private void Apply(IEnumerable<TomlTextEdit> edits) => Apply(TomlTextEdit.Apply(Text, edits));

    private void Apply(string text)
    {
        Document = TomlDocument.Parse(text, Document.Options, Document.SourceName);
        _lines = new TomlLines(text, Document.ContentStart);
    }
}
