// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.ClaudeCode;

/// <summary>Claude Code speaks to the model in the user's place: reminders, and requests to go on. They are not what the user said.</summary>
internal static class ClaudeText
{
    private const string Open = "<system-reminder>";
    private const string Close = "</system-reminder>";

    /// <summary>How messages begin that are Claude Code's own from the first word to the last.</summary>
    private static readonly string[] OwnWords =
    [
        "Your response above was cut off mid-stream", "Your response above was stopped by a safety classifier", "Your previous response was interrupted mid-generation",
        "Output token limit hit", "Stop hook feedback:",
    ];

    /// <summary>What the user said of a text; null where nothing is left.</summary>
    public static string? OfUser(string? text)
    {
        string? said = text is null || !text.Contains(Open, StringComparison.Ordinal) ? text : WithoutReminders(text);
        return said is null || Array.Exists(OwnWords, w => said.StartsWith(w, StringComparison.Ordinal)) ? null : said;
    }

    private static string? WithoutReminders(string text)
    {
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
