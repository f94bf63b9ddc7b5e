// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Rehearsal.Api;

/// <summary>Cuts text into deltas.</summary>
internal static class TextPieces
{
    /// <summary>Pieces of about that many characters, never through a character that people see as one.</summary>
    public static IEnumerable<string> Split(string text, int length)
    {
        int from = 0;
        int to = 0;
        while (to < text.Length)
        {
            to += StringInfo.GetNextTextElementLength(text, to);
            if (to - from >= length || to == text.Length)
            {
                yield return text[from..to];
                from = to;
            }
        }
    }
}
