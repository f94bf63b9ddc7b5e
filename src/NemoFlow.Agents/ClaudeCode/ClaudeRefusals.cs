// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>
/// Tells a call that was refused from one that failed. A hook tells of a refusal in one case only, the classifier's; of rules, of hooks
/// and of users that say no, the model alone is told, in the words of a failed tool.
/// </summary>
internal static class ClaudeRefusals
{
    private const int MaxText = 300;

    private static readonly (string Start, string Part)[] Refusals =
    [
        ("Permission to use ", " has been denied"),
        ("Permission for this ", " has been denied"),
        ("Permission to ", "denied"),
        ("Claude requested permissions to ", "haven't granted it"),
        ("The user doesn't want to ", ""),
        ("This command requires approval", ""),
        ("PreToolUse:", " hook error:"),
        ("PreToolUse:", " hook blocking error"),
        ("PermissionRequest:", " hook "),
    ];

    /// <summary>The refusal that a failed call's result tells of; null where it tells of another failure.</summary>
    public static ToolVerdict? Read(JsonElement result)
    {
        string? text = result.ValueKind switch
        {
            JsonValueKind.String => result.Scalar(),
            JsonValueKind.Array => result.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object ? part.TextAt("text") : null).FirstOrDefault(t => t is not null),
            JsonValueKind.Object => result.TextAt("error"),
            _ => null,
        };
        return text is not null && Array.Exists(Refusals, r => text.StartsWith(r.Start, StringComparison.Ordinal) && text.Contains(r.Part, StringComparison.Ordinal))
            ? new ToolVerdict(CallStatus.Denied, OneLine(text))
            : null;
    }

    private static string OneLine(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string line = end < 0 ? text : text[..end];
        return line.Length <= MaxText ? line : string.Concat(line.AsSpan(0, MaxText - 1), "…");
    }
}
