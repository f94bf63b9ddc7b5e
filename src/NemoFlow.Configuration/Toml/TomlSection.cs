// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>A header and the statements up to the next one; the first section of a document has no header.</summary>
internal sealed class TomlSection(TomlSpan? header, IReadOnlyList<TomlTable> chain, IReadOnlyList<string> path)
{
    /// <summary>From the opening to the closing bracket; null for the statements before any header.</summary>
    public TomlSpan? Header { get; } = header;

    public TomlTable Table => Chain[^1];

    /// <summary>The tables from the root down to <see cref="Table"/>, both included.</summary>
    public IReadOnlyList<TomlTable> Chain { get; } = chain;

    /// <summary>The names from the root down, with an element's index after the name of its array.</summary>
    public IReadOnlyList<string> Path { get; } = path;

    public List<TomlKeyValue> Statements { get; } = [];

    /// <summary>The text from the header to the last statement, comments in between included.</summary>
    public TomlSpan Extent
    {
        get
        {
            TomlSpan first = Header ?? (Statements.Count > 0 ? Statements[0].Span : default);
            TomlSpan last = Statements.Count > 0 ? Statements[^1].Span : first;
            return new TomlSpan(first.Start, last.End);
        }
    }
}
