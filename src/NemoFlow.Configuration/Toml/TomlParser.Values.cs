// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <content>Values, and the two that hold others in brackets or braces.</content>
internal sealed partial class TomlParser
{
    private TomlValue ParseValue(int depth)
    {
        int start = _lexer.Position;
        if (_lexer.At('"') || _lexer.At('\''))
        {
            string text = _lexer.ReadString();
            return new TomlScalar(_source, new TomlSpan(start, _lexer.Position), TomlKind.String, text);
        }

        if (_lexer.At('['))
        {
            CheckDepth(depth + 1, start);
            return ParseArray(depth + 1);
        }

        if (_lexer.At('{'))
        {
            CheckDepth(depth + 1, start);
            return ParseInlineTable(depth + 1);
        }

        return _lexer.ReadBareScalar();
    }

    private TomlArray ParseArray(int depth)
    {
        int start = _lexer.Position;
        TomlInlineSyntax syntax = new();
        List<TomlValue> items = [];
        _lexer.Advance(1);
        while (true)
        {
            _lexer.SkipBlank();
            if (_lexer.TryTake(']'))
            {
                break;
            }

            if (syntax.Items.Count > syntax.Commas.Count)
            {
                throw _lexer.Expected("',' or ']' after an element of the array");
            }

            TomlValue item = ParseValue(depth);
            items.Add(item);
            syntax.Items.Add(item.Span);
            _lexer.SkipBlank();
            TakeComma(syntax);
        }

        TomlArray array = new(_source, new TomlSpan(start, _lexer.Position), syntax);
        items.ForEach(array.Add);
        return array;
    }

    private TomlTable ParseInlineTable(int depth)
    {
        int start = _lexer.Position;
        TomlInlineSyntax syntax = new();
        TomlTable table = new(_source, new TomlSpan(start, start), TomlTableOrigin.Inline);
        table.Braces = table;
        _lexer.Advance(1);
        while (true)
        {
            SkipInBraces();
            bool mayClose = _options.Version >= TomlVersion.Toml11 || !syntax.HasTrailingComma;
            if (mayClose && _lexer.TryTake('}'))
            {
                break;
            }

            if (syntax.Items.Count > syntax.Commas.Count)
            {
                throw _lexer.Expected("',' or '}' after an entry of the table");
            }

            TomlKeyValue statement = ParseKeyValue(table, depth);
            syntax.Statements.Add(statement);
            syntax.Items.Add(statement.Span);
            SkipInBraces();
            TakeComma(syntax);
        }

        table.Syntax = syntax;
        table.Span = new TomlSpan(start, _lexer.Position);
        return table;
    }

    private void TakeComma(TomlInlineSyntax syntax)
    {
        int position = _lexer.Position;
        if (_lexer.TryTake(','))
        {
            syntax.Commas.Add(position);
        }
    }

    /// <summary>Before TOML 1.1 a table in braces stays on its line.</summary>
    private void SkipInBraces()
    {
        if (_options.Version >= TomlVersion.Toml11)
        {
            _lexer.SkipBlank();
        }
        else
        {
            _lexer.SkipWhitespace();
        }
    }
}
