// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Reads how a tool ended from what Codex tells the model: its PostToolUse hook has no exit code, and is not fired at all
/// where an MCP tool answers with an error, or where a call was turned down before it ran.
/// </summary>
internal static class CodexToolResults
{
    private const int MaxText = 300;

    private static readonly string[] ExitCodes = ["Process exited with code ", "Exit code: "];

    /// <summary>Codex's own words in place of a result, and what they say.</summary>
    private static readonly (string Start, string Part, CallStatus Status)[] OwnWords =
    [
        ("Command blocked by PreToolUse hook", "", CallStatus.Denied),
        ("Tool call blocked by PreToolUse hook", "", CallStatus.Denied),
        ("approval policy is ", "reject command", CallStatus.Denied),
        ("approval policy is ", "you cannot ask for", CallStatus.Denied),
        ("approval policy is ", "you cannot request", CallStatus.Denied),
        ("patch rejected", "", CallStatus.Denied),
        ("write_stdin rejected", "", CallStatus.Denied),
        ("rejected by user", "", CallStatus.Denied),
        ("exec_command failed", "rejected", CallStatus.Denied),
        ("exec_command failed", "", CallStatus.Failed),
        ("write_stdin failed", "", CallStatus.Failed),
        ("failed to parse function arguments", "", CallStatus.Failed),
        ("unsupported call: ", "", CallStatus.Failed),
        ("unsupported custom tool call: ", "", CallStatus.Failed),
        ("apply_patch verification failed", "", CallStatus.Failed),
        ("apply_patch failed", "", CallStatus.Failed),
        ("execution error: ", "", CallStatus.Failed),
    ];

    /// <summary>That the call failed or was refused, and why; null where nothing says that it did.</summary>
    public static ToolVerdict? Verdict(ToolSighting tool, JsonElement result)
    {
        string? text = result.ValueKind switch
        {
            JsonValueKind.String => result.Scalar(),
            JsonValueKind.Array when result.GetArrayLength() > 0 && result[0].ValueKind == JsonValueKind.Object => result[0].TextAt("text"),
            _ => null,
        };

        // A tool that ran to its end may say anything, these words included.
        ToolVerdict? verdict = text is null ? null : OfHead(text) ?? (tool.Ended ? null : OfOwnWords(text));
        bool mcpFailed = tool is { Started: true, Ended: false } && tool.ToolName.StartsWith("mcp__", StringComparison.Ordinal);
        return verdict ?? (mcpFailed ? new ToolVerdict(CallStatus.Failed, "error") : null);
    }

    /// <summary>What Codex says of a call that it did not run.</summary>
    public static ToolVerdict? OfOwnWords(string text)
    {
        foreach ((string start, string part, CallStatus status) in OwnWords)
        {
            if (text.StartsWith(start, StringComparison.Ordinal) && text.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return new ToolVerdict(status, OneLine(text));
            }
        }

        return null;
    }

    public static ToolVerdict? OfExitCode(long code) =>
        code == 0 ? null : new ToolVerdict(CallStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"exit code {code}"));

    /// <summary>The lines that Codex puts before the tool's own output, which may say anything.</summary>
    private static ToolVerdict? OfHead(string text)
    {
        ToolVerdict? verdict = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.SequenceEqual("Output:"))
            {
                return verdict;
            }

            if (line.SequenceEqual("Script failed"))
            {
                verdict = new ToolVerdict(CallStatus.Failed, "script failed");
            }

            foreach (string prefix in ExitCodes)
            {
                if (line.StartsWith(prefix, StringComparison.Ordinal)
                    && int.TryParse(line[prefix.Length..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code))
                {
                    verdict = OfExitCode(code) ?? verdict;
                }
            }
        }

        return null;
    }

    private static string OneLine(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string line = end < 0 ? text : text[..end];
        return line.Length <= MaxText ? line : string.Concat(line.AsSpan(0, MaxText - 1), "…");
    }
}
