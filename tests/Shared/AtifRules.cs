// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NemoFlow.Tests;

/// <summary>What members of a trajectory must have to do with one another.</summary>
internal sealed partial class AtifRules(List<string> problems, string? folder)
{
    private static readonly string[] AgentOnly = ["model_name", "reasoning_effort", "reasoning_content", "tool_calls", "metrics"];

    public void Trajectory(JsonElement trajectory, string place, bool isRoot)
    {
        HashSet<string> embedded = Embedded(trajectory, place);
        if (isRoot && Text(trajectory, "session_id") is null)
        {
            problems.Add(place + ".session_id: missing in the root");
        }

        int index = 0;
        DateTimeOffset last = DateTimeOffset.MinValue;
        foreach (JsonElement step in trajectory.GetProperty("steps").EnumerateArray())
        {
            Step(step, $"{place}.steps[{index++}]", index, embedded, ref last);
        }

        FinalMetrics(trajectory, place, index);
    }

    private HashSet<string> Embedded(JsonElement trajectory, string place)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        int index = 0;
        foreach (JsonElement subagent in Items(trajectory, "subagent_trajectories"))
        {
            string at = $"{place}.subagent_trajectories[{index++}]";
            if (Text(subagent, "trajectory_id") is not { } id)
            {
                problems.Add(at + ".trajectory_id: missing");
            }
            else if (!ids.Add(id))
            {
                problems.Add($"{at}.trajectory_id: '{id}' twice");
            }

            Trajectory(subagent, at, isRoot: false);
        }

        return ids;
    }

    private void Step(JsonElement step, string place, int number, HashSet<string> embedded, ref DateTimeOffset last)
    {
        if (step.GetProperty("step_id").GetInt64() != number)
        {
            problems.Add($"{place}.step_id: {step.GetProperty("step_id")}, not {number}");
        }

        if (Text(step, "timestamp") is { } timestamp)
        {
            if (!Iso8601().IsMatch(timestamp) || !DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                problems.Add($"{place}.timestamp: '{timestamp}' is not ISO 8601");
            }
            else if (time < last)
            {
                problems.Add($"{place}.timestamp: before that of the previous step");
            }
            else
            {
                last = time;
            }
        }
        else
        {
            problems.Add(place + ".timestamp: missing");
        }

        if (Text(step, "source") != "agent")
        {
            problems.AddRange(AgentOnly.Where(name => Has(step, name)).Select(name => $"{place}.{name}: only agents' steps may have it"));
        }

        if (Has(step, "llm_call_count") && step.GetProperty("llm_call_count").GetInt64() == 0 && (Has(step, "metrics") || Has(step, "reasoning_content")))
        {
            problems.Add(place + ".llm_call_count: 0, yet metrics or reasoning");
        }

        Content(step, "message", place);
        Results(step, place, Calls(step, place), embedded);
        Metrics(step, place);
    }

    private HashSet<string> Calls(JsonElement step, string place)
    {
        HashSet<string> calls = new(StringComparer.Ordinal);
        foreach (JsonElement call in Items(step, "tool_calls"))
        {
            if (!calls.Add(Text(call, "tool_call_id")!))
            {
                problems.Add($"{place}.tool_calls: '{Text(call, "tool_call_id")}' twice");
            }
        }

        return calls;
    }

    private void Results(JsonElement step, string place, HashSet<string> calls, HashSet<string> embedded)
    {
        if (!Has(step, "observation"))
        {
            return;
        }

        foreach (JsonElement result in step.GetProperty("observation").GetProperty("results").EnumerateArray())
        {
            if (Text(result, "source_call_id") is { } source && !calls.Contains(source))
            {
                problems.Add($"{place}.observation: '{source}' is no tool call of this step");
            }

            Content(result, "content", place + ".observation");
            foreach (JsonElement reference in Items(result, "subagent_trajectory_ref"))
            {
                Reference(reference, place + ".observation", embedded);
            }
        }
    }

    private void Reference(JsonElement reference, string place, HashSet<string> embedded)
    {
        string? id = Text(reference, "trajectory_id");
        string? path = Text(reference, "trajectory_path");
        if (id is null && path is null)
        {
            problems.Add(place + ": a reference to nothing");
        }
        else if (path is null && !embedded.Contains(id!))
        {
            problems.Add($"{place}: no embedded trajectory '{id}'");
        }
        else if (path is not null)
        {
            MustExist(path, place);
        }
    }

    private void Content(JsonElement owner, string name, string place)
    {
        if (!Has(owner, name) || owner.GetProperty(name).ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement part in owner.GetProperty(name).EnumerateArray())
        {
            bool isText = Text(part, "type") == "text";
            if (Has(part, "text") != isText || Has(part, "source") == isText)
            {
                problems.Add($"{place}.{name}: a part's members do not go with its type");
            }
            else if (!isText)
            {
                MustExist(part.GetProperty("source").GetProperty("path").GetString()!, place);
            }
        }
    }

    private void Metrics(JsonElement step, string place)
    {
        if (!Has(step, "metrics"))
        {
            return;
        }

        JsonElement metrics = step.GetProperty("metrics");
        if (Number(metrics, "cached_tokens") > (Number(metrics, "prompt_tokens") ?? 0))
        {
            problems.Add(place + ".metrics: more cached tokens than tokens");
        }
    }

    private void FinalMetrics(JsonElement trajectory, string place, int steps)
    {
        if (!Has(trajectory, "final_metrics"))
        {
            return;
        }

        JsonElement metrics = trajectory.GetProperty("final_metrics");
        if (Number(metrics, "total_steps") is { } total && total != steps && Text(trajectory, "notes") is null)
        {
            problems.Add($"{place}.final_metrics.total_steps: {total}, there are {steps}, and no note says why");
        }

        if (Number(metrics, "total_cached_tokens") > (Number(metrics, "total_prompt_tokens") ?? 0))
        {
            problems.Add(place + ".final_metrics: more cached tokens than tokens");
        }
    }

    private void MustExist(string path, string place)
    {
        if (folder is not null && !path.Contains("://", StringComparison.Ordinal) && !File.Exists(Path.Combine(folder, path)))
        {
            problems.Add($"{place}: the file '{path}' does not exist");
        }
    }

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement value, string name) => Has(value, name) ? value.GetProperty(name).GetString() : null;

    private static long? Number(JsonElement value, string name) => Has(value, name) ? value.GetProperty(name).GetInt64() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement value, string name) => Has(value, name) ? value.GetProperty(name).EnumerateArray() : default;

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$")]
    private static partial Regex Iso8601();
}
