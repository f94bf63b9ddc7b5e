// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>The structural rules that every trajectory must keep (case F19), in the order in which the case lists them.</summary>
internal static class TrajectoryRules
{
    private static readonly string[] Media = ["image/jpeg", "image/png", "image/gif", "image/webp"];

    private static readonly Func<JsonElement, bool>[] Rules =
    [
        root => root.TextAt("schema_version") is not null && root.TextAt("session_id") is not null,
        root => Steps(root).Select((s, i) => s.LongAt("step_id") == i + 1).All(ok => ok),
        root => Steps(root).All(s => s.TextAt("source") is "system" or "user" or "agent"),
        root => Steps(root).All(s => IsMessage(s.At("message"))),
        root => Steps(root).All(KeepsCallCount),
        root => Calls(root).All(c => c.TextAt("tool_call_id") is not null && c.TextAt("function_name") is not null && c.At("arguments")?.ValueKind == JsonValueKind.Object),
        root => Steps(root).All(s => s.ItemsAt("observation.results").All(r => r.TextAt("source_call_id") is not { } id || s.ItemsAt("tool_calls").Any(c => c.TextAt("tool_call_id") == id))),
        root => Steps(root).SelectMany(s => s.ItemsAt("observation.results")).SelectMany(r => r.ItemsAt("subagent_trajectory_ref"))
            .All(r => r.TextAt("trajectory_id") is { } id && root.ItemsAt("subagent_trajectories").Any(t => t.TextAt("trajectory_id") == id)),
        root => root.ItemsAt("subagent_trajectories").All(t => !Problems(t).Any()),
    ];

    public static int Count => Rules.Length;

    /// <summary>The numbers of the rules that a document breaks, from 1.</summary>
    public static IEnumerable<int> Problems(JsonElement root)
    {
        for (int i = 0; i < Rules.Length; i++)
        {
            if (!Rules[i](root))
            {
                yield return i + 1;
            }
        }
    }

    private static IEnumerable<JsonElement> Steps(JsonElement root) => root.ItemsAt("steps");

    private static IEnumerable<JsonElement> Calls(JsonElement root) => Steps(root).SelectMany(s => s.ItemsAt("tool_calls"));

    private static bool KeepsCallCount(JsonElement step)
    {
        if (step.At("llm_call_count") is null)
        {
            return true;
        }

        bool silent = step.At("metrics") is null && step.At("reasoning_content") is null;
        return step.TextAt("source") == "agent" && (step.LongAt("llm_call_count") > 0 || silent);
    }

    private static bool IsMessage(JsonElement? message) => message switch
    {
        { ValueKind: JsonValueKind.String } => true,
        { ValueKind: JsonValueKind.Array } parts => parts.EnumerateArray().All(p => p.TextAt("type") switch
        {
            "text" => p.At("text")?.ValueKind == JsonValueKind.String,
            "image" => Media.Contains(p.TextAt("source.media_type")) && p.TextAt("source.path") is not null,
            _ => false,
        }),
        _ => false,
    };
}
