// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <content>What a header or a dotted key may make, and what it may only add to.</content>
internal sealed partial class TomlParser
{
    /// <summary>Follows all parts of a dotted key but the last, making tables on the way.</summary>
    private List<TomlTable> DescendDotted(TomlTable owner, List<TomlKeyPart> key)
    {
        List<TomlTable> containers = [owner];
        foreach (TomlKeyPart part in key[..^1])
        {
            TomlTable parent = containers[^1];
            TomlValue? existing = parent.Find(part.Name)?.Value;
            if (existing is null)
            {
                TomlTable created = new(_source, part.Span, TomlTableOrigin.Dotted) { Section = owner.Section, Braces = owner.Braces };
                parent.Add(part.Name, new TomlEntry(created, part.Span, null));
                containers.Add(created);
            }
            else if (existing is TomlTable { Origin: TomlTableOrigin.Dotted or TomlTableOrigin.Implicit } table)
            {
                // From here on it is a table of this section: a header of its own would define it twice.
                table.Origin = TomlTableOrigin.Dotted;
                table.Section = owner.Section;
                containers.Add(table);
            }
            else
            {
                throw Taken(part, existing);
            }
        }

        return containers;
    }

    private void Define(TomlTable table, TomlKeyPart key, TomlValue value, TomlKeyValue statement)
    {
        if (table.Find(key.Name) is TomlEntry existing)
        {
            throw _lexer.Error(key.Span.Start, $"Expected a new key, found '{key.Name}' again (first on line {_source.PositionAt(existing.KeySpan.Start).Line}).");
        }

        table.Add(key.Name, new TomlEntry(value, key.Span, statement));
    }

    /// <summary>
    /// Finds or makes the table that a header names; returns the tables from the root down to it, and puts the names
    /// and indexes that lead there in <paramref name="path"/>.
    /// </summary>
    private List<TomlTable> OpenTable(List<TomlKeyPart> key, bool isArray, List<string> path)
    {
        List<TomlTable> chain = [_root];
        foreach (TomlKeyPart part in key[..^1])
        {
            TomlTable parent = chain[^1];
            TomlValue? existing = parent.Find(part.Name)?.Value;
            if (existing is null)
            {
                existing = new TomlTable(_source, part.Span, TomlTableOrigin.Implicit);
                parent.Add(part.Name, new TomlEntry(existing, part.Span, null));
            }

            path.Add(part.Name);
            chain.Add(existing switch
            {
                TomlTable { Origin: not TomlTableOrigin.Inline } table => table,
                TomlArray { IsTableArray: true } array => LastElement(array, path),
                _ => throw Taken(part, existing),
            });
        }

        path.Add(key[^1].Name);
        chain.Add(isArray ? OpenElement(chain[^1], key[^1], path) : OpenSingle(chain[^1], key[^1]));
        return chain;
    }

    private TomlTable OpenSingle(TomlTable parent, TomlKeyPart part)
    {
        TomlValue? existing = parent.Find(part.Name)?.Value;
        if (existing is TomlTable { Origin: TomlTableOrigin.Implicit } known)
        {
            known.Origin = TomlTableOrigin.Header;
            return known;
        }

        if (existing is not null)
        {
            throw Taken(part, existing);
        }

        TomlTable created = new(_source, part.Span, TomlTableOrigin.Header);
        parent.Add(part.Name, new TomlEntry(created, part.Span, null));
        return created;
    }

    private TomlTable OpenElement(TomlTable parent, TomlKeyPart part, List<string> path)
    {
        TomlValue? existing = parent.Find(part.Name)?.Value;
        if (existing is null)
        {
            existing = new TomlArray(_source, part.Span, null);
            parent.Add(part.Name, new TomlEntry(existing, part.Span, null));
        }

        if (existing is not TomlArray { IsTableArray: true } array)
        {
            throw Taken(part, existing);
        }

        array.Add(new TomlTable(_source, part.Span, TomlTableOrigin.Header));
        return LastElement(array, path);
    }

    private static TomlTable LastElement(TomlArray array, List<string> path)
    {
        path.Add((array.Items.Count - 1).ToString(CultureInfo.InvariantCulture));
        return (TomlTable)array.Items[^1];
    }

    private TomlException Taken(TomlKeyPart part, TomlValue existing)
    {
        string what = existing switch
        {
            TomlTable { Origin: TomlTableOrigin.Inline } => "a table in braces, which cannot be added to",
            TomlTable { Origin: TomlTableOrigin.Dotted } => "a table made by dotted keys, which only they may add to",
            TomlTable => "a table with its own header",
            TomlArray { IsTableArray: true } => "an array of tables",
            TomlArray => "an array in brackets, which cannot be added to",
            _ => $"a value of type {existing.Kind}",
        };
        return _lexer.Error(part.Span.Start, $"Expected a name that is free here, but '{part.Name}' is {what} (line {existing.Line}).");
    }
}
