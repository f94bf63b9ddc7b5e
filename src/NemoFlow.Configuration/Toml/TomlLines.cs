// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <summary>The lines of a document: what the editor inserts and deletes.</summary>
internal sealed class TomlLines
{
    private readonly string _text;
    private readonly int _contentStart;
    private readonly List<int> _starts = [];

    public TomlLines(string text, int contentStart)
    {
        _text = text;
        _contentStart = contentStart;
        int breaks = 0;
        int windows = 0;
        for (int start = contentStart; start < text.Length;)
        {
            _starts.Add(start);
            int end = text.IndexOf('\n', start);
            start = end < 0 ? text.Length : end + 1;
            breaks += end < 0 ? 0 : 1;
            windows += end > 0 && text[end - 1] == '\r' ? 1 : 0;
        }

        NewLine = windows * 2 > breaks ? "\r\n" : "\n";
    }

    /// <summary>The line end that most lines have.</summary>
    public string NewLine { get; }

    public int Count => _starts.Count;

    /// <summary>The number, from 0, of the line that holds an offset.</summary>
    public int IndexOf(int offset)
    {
        int index = _starts.BinarySearch(offset);
        return index >= 0 ? index : ~index - 1;
    }

    public int Start(int line) => _starts[line];

    /// <summary>Where the next line starts, or the end of the text.</summary>
    public int Next(int line) => line + 1 < Count ? _starts[line + 1] : _text.Length;

    /// <summary>Where the line's break stands, or the end of the text.</summary>
    public int End(int line) => _starts[line] + Content(line).Length;

    /// <summary>The line without its break.</summary>
    public ReadOnlySpan<char> Content(int line)
    {
        ReadOnlySpan<char> content = _text.AsSpan(_starts[line], Next(line) - _starts[line]);
        if (content.EndsWith('\n'))
        {
            content = content[..^1];
            content = content.EndsWith('\r') ? content[..^1] : content;
        }

        return content;
    }

    public bool IsBlank(int line) => line >= 0 && line < Count && Content(line).Trim(" \t").IsEmpty;

    /// <summary>The white space that a line begins with.</summary>
    public string Indent(int line)
    {
        ReadOnlySpan<char> content = Content(line);
        return content[..^content.TrimStart(" \t").Length].ToString();
    }

    /// <summary>
    /// Inserts whole lines at the start of a line or at the end of the text. Where the text ends without a line
    /// break it does so afterwards too, so that <see cref="Delete"/> is the exact reverse.
    /// </summary>
    public TomlTextEdit Insert(int at, IEnumerable<string> lines)
    {
        bool unfinished = at == _text.Length && at > _contentStart && _text[at - 1] != '\n';
        return TomlTextEdit.Insert(at, string.Concat(lines.Select(line => unfinished ? NewLine + line : line + NewLine)));
    }

    /// <summary>The text without some lines.</summary>
    public string Delete(IReadOnlySet<int> doomed)
    {
        StringBuilder result = new(_text, 0, _contentStart, _text.Length);
        int lastKept = -1;
        for (int line = 0; line < Count; line++)
        {
            if (!doomed.Contains(line))
            {
                result.Append(_text, Start(line), Next(line) - Start(line));
                lastKept = line;
            }
        }

        bool losesUnfinishedEnd = doomed.Contains(Count - 1) && End(Count - 1) == _text.Length;
        if (losesUnfinishedEnd && lastKept >= 0)
        {
            result.Length -= Next(lastKept) - End(lastKept);
        }

        return result.ToString();
    }
}
