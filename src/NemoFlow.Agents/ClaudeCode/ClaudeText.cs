// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.ClaudeCode;

/// <summary>Claude Code puts reminders of its own into the user's messages; they are not what the user said.</summary>
internal static class ClaudeText
{
    private const string Open = "<system-reminder>";
    private const string Close = "</system-reminder>";

    /// <summary>The text without reminders; null where nothing else is in it.</summary>
    public static string? WithoutReminders(string? text)
    {
        if (text is null || !text.Contains(Open, StringComparison.Ordinal))
        {
            return text;
        }

        string rest = text;
        while (rest.IndexOf(Open, StringComparison.Ordinal) is int start and >= 0)
        {
            int end = rest.IndexOf(Close, start, StringComparison.Ordinal);
            if (end < 0)
            {
                // Not one of theirs: the user wrote the word.
                break;
            }

            rest = rest[..start] + rest[(end + Close.Length)..];
        }

        rest = rest.Trim();
        return rest.Length == 0 ? null : rest;
    }
}
