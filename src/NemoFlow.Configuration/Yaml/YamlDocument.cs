// SPDX-License-Identifier: Apache-2.0
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NemoFlow.Configuration.Yaml;

/// <summary>
/// A YAML text whose values are known by their places, so that edits touch nothing else: comments, quotes, order, line ends and a byte
/// order mark stay. Immutable.
/// </summary>
public sealed class YamlDocument
{
    private const int MaxDepth = 100;

    private readonly int _offset;

    private YamlDocument(string text, string? sourceName)
    {
        Text = text;
        SourceName = sourceName;
        _offset = text.StartsWith('\uFEFF') ? 1 : 0;
        NewLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        Root = Read();
    }

    /// <summary>The whole; null where the text holds nothing but comments.</summary>
    public YamlValue? Root { get; }

    /// <summary>What errors call the text.</summary>
    public string? SourceName { get; }

    internal string Text { get; }

    internal string NewLine { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="YamlException">It is not YAML, or holds several documents.</exception>
    public static YamlDocument Parse(string text, string? sourceName = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new YamlDocument(text, sourceName);
    }

    /// <summary>The text as it was read.</summary>
    public override string ToString() => Text;

    internal YamlException Error(YamlValue? at, string reason) => new(reason, at?.Line ?? 1, at?.Column ?? 1, SourceName);

    private YamlValue? Read()
    {
        try
        {
            Parser parser = new(new StringReader(Text[_offset..]));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            YamlValue root = ReadValue(parser, 0);
            DocumentEnd end = parser.Consume<DocumentEnd>();
            if (!end.IsImplicit || !parser.Accept<StreamEnd>(out _))
            {
                throw new YamlException("only one document without an end marker can be edited", (int)end.Start.Line, (int)end.Start.Column, SourceName);
            }

            return root.IsEmpty ? null : root;
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new YamlException(e.InnerException?.Message ?? e.Message, (int)e.Start.Line, (int)e.Start.Column, SourceName);
        }
    }

    private YamlValue ReadValue(Parser parser, int depth)
    {
        ParsingEvent next = parser.Consume<ParsingEvent>();
        int start = (int)next.Start.Index + _offset;
        int line = (int)next.Start.Line;
        int column = (int)next.Start.Column;
        if (depth > MaxDepth)
        {
            throw new YamlException("values are nested too deep", line, column, SourceName);
        }

        switch (next)
        {
            case Scalar scalar:
                bool isEmpty = scalar.Style == ScalarStyle.Plain && scalar.Value.Length == 0;
                return new YamlValue(YamlKind.Scalar, start, line, column) { Text = isEmpty ? null : scalar.Value, End = isEmpty ? start : Content(start, (int)scalar.End.Index + _offset) };
            case AnchorAlias alias:
                return new YamlValue(YamlKind.Alias, start, line, column) { End = (int)alias.End.Index + _offset };
            case SequenceStart sequence:
                YamlValue list = new(YamlKind.Sequence, start, line, column) { IsFlow = sequence.Style == SequenceStyle.Flow };
                while (!parser.Accept<SequenceEnd>(out _))
                {
                    list.ItemList.Add(ReadValue(parser, depth + 1));
                }

                parser.Consume<SequenceEnd>();
                list.End = list.ItemList.Select(i => i.End).DefaultIfEmpty(start + 1).Max();
                list.End = list.IsFlow ? Closing(list.End) : list.End;
                return list;
            case MappingStart mapping:
                YamlValue map = new(YamlKind.Mapping, start, line, column) { IsFlow = mapping.Style == MappingStyle.Flow };
                while (!parser.Accept<MappingEnd>(out _))
                {
                    YamlValue key = ReadValue(parser, depth + 1);
                    map.MemberList.Add(KeyValuePair.Create(key, ReadValue(parser, depth + 1)));
                }

                parser.Consume<MappingEnd>();
                map.End = map.MemberList.Select(m => Math.Max(m.Key.End, m.Value.End)).DefaultIfEmpty(start + 1).Max();
                map.End = map.IsFlow ? Closing(map.End) : map.End;
                return map;
            default:
                throw new YamlException("a value was expected", line, column, SourceName);
        }
    }

    /// <summary>Behind the brace or bracket that follows the last element; between the two are white space, commas and comments only.</summary>
    private int Closing(int from)
    {
        int at = from;
        while (Text[at] is not ('}' or ']'))
        {
            at = Text[at] == '#' ? Text.IndexOf('\n', at) : at + 1;
        }

        return at + 1;
    }

    /// <summary>Block texts end where the next value begins: what is white in between is none of theirs.</summary>
    private int Content(int start, int end)
    {
        while (end > start && char.IsWhiteSpace(Text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
