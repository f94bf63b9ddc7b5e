// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>
/// Reads a document into values that know their place in the text. White space and comments are not kept: they are
/// what lies between the places, and the text itself is kept whole.
/// </summary>
internal sealed partial class TomlParser
{
    private readonly TomlSource _source;
    private readonly TomlOptions _options;
    private readonly TomlLexer _lexer;
    private readonly TomlTable _root;
    private readonly List<TomlSection> _sections = [];

    public TomlParser(TomlSource source, TomlOptions options)
    {
        _source = source;
        _options = options;
        _lexer = new TomlLexer(source, options.Version);
        _root = new TomlTable(source, new TomlSpan(source.ContentStart, source.ContentStart), TomlTableOrigin.Root);
        BeginSection(null, [_root], []);
    }

    /// <summary>Reads all statements.</summary>
    public (TomlTable Root, IReadOnlyList<TomlSection> Sections) ParseDocument()
    {
        while (true)
        {
            _lexer.SkipBlank();
            if (_lexer.AtEnd)
            {
                return (_root, _sections);
            }

            if (_lexer.At('['))
            {
                ParseHeader();
            }
            else
            {
                ParseStatement();
            }

            _lexer.SkipWhitespace();
            _lexer.TryTakeComment();
            if (!_lexer.AtEnd && !_lexer.TryTakeNewline())
            {
                throw _lexer.Expected("the end of the line");
            }
        }
    }

    /// <summary>Reads a text that is one value and nothing else.</summary>
    public TomlValue ParseLoneValue()
    {
        _lexer.SkipBlank();
        TomlValue value = ParseValue(0);
        _lexer.SkipBlank();
        return _lexer.AtEnd ? value : throw _lexer.Expected("nothing after the value");
    }

    /// <summary>Reads a text that is one dotted key and nothing else.</summary>
    public IReadOnlyList<TomlKeyPart> ParseLoneKey()
    {
        List<TomlKeyPart> key = _lexer.ReadKey();
        return _lexer.AtEnd ? key : throw _lexer.Expected("'.' or the end of the key");
    }

    private void ParseStatement()
    {
        TomlSection section = _sections[^1];
        section.Statements.Add(ParseKeyValue(section.Table, section.Chain.Count - 1));
    }

    private TomlKeyValue ParseKeyValue(TomlTable owner, int depth)
    {
        List<TomlKeyPart> key = _lexer.ReadKey();
        CheckDepth(depth + key.Count - 1, key[0].Span.Start);
        if (!_lexer.TryTake('='))
        {
            throw _lexer.Expected("'=' after the key");
        }

        _lexer.SkipWhitespace();
        List<TomlTable> containers = DescendDotted(owner, key);
        TomlValue value = ParseValue(depth + key.Count - 1);
        TomlKeyValue statement = new(new TomlSpan(key[0].Span.Start, value.Span.End), containers);
        Define(containers[^1], key[^1], value, statement);
        return statement;
    }

    private void ParseHeader()
    {
        int start = _lexer.Position;
        bool isArray = _lexer.At("[[");
        _lexer.Advance(isArray ? 2 : 1);
        List<TomlKeyPart> key = _lexer.ReadKey();
        CheckDepth(key.Count, key[0].Span.Start);
        string closing = isArray ? "]]" : "]";
        if (!_lexer.At(closing))
        {
            throw _lexer.Expected($"'.' or '{closing}' in the header");
        }

        _lexer.Advance(closing.Length);
        List<string> path = [];
        List<TomlTable> chain = OpenTable(key, isArray, path);
        BeginSection(new TomlSpan(start, _lexer.Position), chain, path);
    }

    private void BeginSection(TomlSpan? header, List<TomlTable> chain, List<string> path)
    {
        TomlSection section = new(header, chain, path);
        section.Table.Section = section;
        _sections.Add(section);
    }

    private void CheckDepth(int depth, int offset)
    {
        if (depth > _options.MaxDepth)
        {
            throw _lexer.Error(offset, $"Expected at most {_options.MaxDepth} tables and arrays inside one another.");
        }
    }
}
