// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Reads how a tool ended from what Codex tells the model: its PostToolUse hook has no exit code, and is not fired at all
/// where an MCP tool answers with an error.
/// </summary>
internal static class CodexToolResults
{
    private static readonly string[] ExitCodes = ["Process exited with code ", "Exit code: "];

    /// <summary>Why the call failed; null where nothing says that it did.</summary>
    public static string? Failure(string toolName, JsonElement result, bool endMissing)
    {
        if (endMissing && toolName.StartsWith("mcp__", StringComparison.Ordinal))
        {
            return "error";
        }

        string? text = result.ValueKind switch
        {
            JsonValueKind.String => result.GetString(),
            JsonValueKind.Array when result.GetArrayLength() > 0 => result[0].TextAt("text"),
            _ => null,
        };
        return text is null ? null : OfHead(text);
    }

    /// <summary>The lines that Codex puts before the tool's own output, which may say anything.</summary>
    private static string? OfHead(string text)
    {
        string? failure = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.SequenceEqual("Output:"))
            {
                return failure;
            }

            if (line.SequenceEqual("Script failed"))
            {
                failure = "script failed";
            }

            foreach (string prefix in ExitCodes)
            {
                if (line.StartsWith(prefix, StringComparison.Ordinal)
                    && int.TryParse(line[prefix.Length..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code) && code != 0)
                {
                    failure = string.Create(CultureInfo.InvariantCulture, $"exit code {code}");
                }
            }
        }

        return null;
    }
}
