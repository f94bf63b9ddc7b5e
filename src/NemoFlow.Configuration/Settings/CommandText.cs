// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Settings;

/// <summary>Splits a configured command into words as a shell would, without expanding anything.</summary>
public static class CommandText
{
    /// <summary>The words.</summary>
    /// <exception cref="ConfigurationException">A quote is not closed, or there is no word.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        bool inWord = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Flush();
            }
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0')
            {
                quote = c;
                inWord = true;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (c == '\\' && quote != '\'' && i + 1 < text.Length && text[i + 1] is '"' or '\'' or '\\' or ' ')
            {
                word.Append(text[++i]);
                inWord = true;
            }
            else
            {
                word.Append(c);
                inWord = true;
            }
        }

        if (quote != '\0')
        {
            throw new ConfigurationException($"The command has an open quote ({quote}): {text}");
        }

        Flush();
        return words.Count > 0 ? words : throw new ConfigurationException("The command is empty.");

        void Flush()
        {
            if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }
    }
}
