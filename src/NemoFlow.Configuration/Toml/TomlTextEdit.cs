// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Toml;

/// <summary>The replacement of a stretch of text; an insertion where the stretch is empty.</summary>
internal readonly record struct TomlTextEdit(int Start, int End, string Text)
{
    public static TomlTextEdit Insert(int at, string text) => new(at, at, text);

    public static TomlTextEdit Delete(int start, int end) => new(start, end, "");

    /// <summary>Applies edits that do not overlap; of two at one place, the first given comes first.</summary>
    public static string Apply(string text, IEnumerable<TomlTextEdit> edits)
    {
        StringBuilder result = new(text.Length + 64);
        int copied = 0;
        foreach (TomlTextEdit edit in edits.OrderBy(static edit => edit.Start))
        {
            result.Append(text, copied, edit.Start - copied).Append(edit.Text);
            copied = edit.End;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
