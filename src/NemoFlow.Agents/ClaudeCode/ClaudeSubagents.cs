// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;
using NemoFlow.Text;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>What the result of the <c>Agent</c> tool tells of the subagent: an object in hooks, text in what the model is told.</summary>
internal static partial class ClaudeSubagents
{
    private static readonly string[] Facts = ["totalDurationMs", "totalTokens", "totalToolUseCount", "usage"];

    /// <summary>The subagent's id; null where the result tells none.</summary>
    public static string? ReadId(JsonElement result) => result.ValueKind switch
    {
        JsonValueKind.Object => result.FirstText("agentId", "agent_id", "subagentId", "subagent_id"),
        JsonValueKind.String => InText(result.Scalar() ?? ""),
        JsonValueKind.Array => result.EnumerateArray().Select(part => InText(part.ValueKind == JsonValueKind.Object ? part.TextAt("text") ?? "" : "")).FirstOrDefault(id => id is not null),
        _ => null,
    };

    /// <summary>
    /// True where the result says that the subagent is over: completed, or with what it took. One that was launched in the background
    /// has a result at once and goes on.
    /// </summary>
    public static bool IsOver(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        return result.TextAt("status") switch
        {
            "completed" => true,
            "async_launched" or "started" or "running" or "in-progress" or "in_progress" => false,
            _ => Array.Exists(Facts, f => result.At(f) is { ValueKind: not JsonValueKind.Null }),
        };
    }

    private static string? InText(string text) => AgentId().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\bagentId: ([\w-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AgentId();
}
