// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace NemoFlow.Exporters.Tests.Support;

/// <summary>The rules of the format (Harbor RFC 0001, version 1.7), those included that its reference models do not check.</summary>
internal static class AtifRules
{
    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["trajectory"] = ["schema_version", "session_id", "trajectory_id", "agent", "steps", "notes", "final_metrics", "continued_trajectory_ref", "extra", "subagent_trajectories"],
        ["agent"] = ["name", "version", "model_name", "tool_definitions", "extra"],
        ["step"] = ["step_id", "timestamp", "source", "model_name", "reasoning_effort", "message", "reasoning_content", "tool_calls", "observation", "metrics", "is_copied_context", "llm_call_count", "extra"],
        ["tool_call"] = ["tool_call_id", "function_name", "arguments", "extra"],
        ["result"] = ["source_call_id", "content", "subagent_trajectory_ref", "extra"],
        ["ref"] = ["trajectory_id", "trajectory_path", "session_id", "extra"],
        ["metrics"] = ["prompt_tokens", "completion_tokens", "cached_tokens", "cost_usd", "prompt_token_ids", "completion_token_ids", "logprobs", "extra"],
        ["final_metrics"] = ["total_prompt_tokens", "total_completion_tokens", "total_cached_tokens", "total_cost_usd", "total_steps", "extra"],
    };

    private static readonly string[] AgentOnly = ["model_name", "reasoning_effort", "reasoning_content", "tool_calls", "metrics"];

    public static void Check(JsonElement trajectory)
    {
        Known("trajectory", trajectory);
        Assert.Equal("ATIF-v1.7", Text(trajectory, "schema_version"));
        Assert.NotEqual("", Text(trajectory, "trajectory_id"));
        JsonElement agent = trajectory.GetProperty("agent");
        Known("agent", agent);
        Assert.NotEqual("", Text(agent, "name"));
        Assert.NotEqual("", Text(agent, "version"));
        Assert.All(List(agent, "tool_definitions"), d => Assert.Equal(JsonValueKind.Object, d.ValueKind));
        string[] embedded = [.. List(trajectory, "subagent_trajectories").Select(t => Text(t, "trajectory_id"))];
        Assert.Distinct(embedded);
        List<JsonElement> steps = List(trajectory, "steps");
        Assert.NotEmpty(steps);
        for (int i = 0; i < steps.Count; i++)
        {
            CheckStep(steps[i], i + 1, embedded);
        }

        if (trajectory.TryGetProperty("final_metrics", out JsonElement final))
        {
            Known("final_metrics", final);
            Assert.Equal(steps.Count, final.GetProperty("total_steps").GetInt32());
        }

        Assert.All(List(trajectory, "subagent_trajectories"), Check);
    }

    /// <summary>A text, or parts: text iff it is one, a source iff it is media.</summary>
    private static void CheckContent(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            return;
        }

        foreach (JsonElement part in content.EnumerateArray())
        {
            bool text = Text(part, "type") == "text";
            Assert.Equal(text ? ["type", "text"] : ["type", "source"], part.EnumerateObject().Select(p => p.Name));
            Assert.True(text || Text(part.GetProperty("source"), "path").Length > 0);
        }
    }

    private static void CheckStep(JsonElement step, int id, string[] embedded)
    {
        Known("step", step);
        Assert.Equal(id, step.GetProperty("step_id").GetInt32());
        Assert.True(DateTimeOffset.TryParse(Text(step, "timestamp"), CultureInfo.InvariantCulture, out _));
        string source = Text(step, "source");
        Assert.Contains(source, (string[])["system", "user", "agent"]);
        CheckContent(step.GetProperty("message"));
        Assert.All(AgentOnly, f => Assert.True(source == "agent" || !step.TryGetProperty(f, out _), f + " on a step of " + source));
        if (step.TryGetProperty("llm_call_count", out JsonElement count) && count.GetInt32() == 0)
        {
            Assert.False(step.TryGetProperty("metrics", out _) || step.TryGetProperty("reasoning_content", out _));
        }

        List<JsonElement> calls = List(step, "tool_calls");
        Assert.Distinct(calls.Select(c => Text(c, "tool_call_id")));
        foreach (JsonElement call in calls)
        {
            Known("tool_call", call);
            Assert.NotEqual("", Text(call, "function_name"));
            Assert.Equal(JsonValueKind.Object, call.GetProperty("arguments").ValueKind);
        }

        if (step.TryGetProperty("observation", out JsonElement observation))
        {
            Assert.Equal("results", Assert.Single(observation.EnumerateObject()).Name);
            Assert.All(List(observation, "results"), r => CheckResult(r, [.. calls.Select(c => Text(c, "tool_call_id"))], embedded));
        }

        if (step.TryGetProperty("metrics", out JsonElement metrics))
        {
            Known("metrics", metrics);
            foreach (string name in (string[])["prompt_tokens", "completion_tokens", "cached_tokens"])
            {
                Assert.True(!metrics.TryGetProperty(name, out JsonElement number) || number.TryGetInt64(out _), name);
            }
        }
    }

    private static void CheckResult(JsonElement result, string[] calls, string[] embedded)
    {
        Known("result", result);
        Assert.True(!result.TryGetProperty("source_call_id", out JsonElement source) || calls.Contains(source.GetString()));
        if (result.TryGetProperty("content", out JsonElement content))
        {
            CheckContent(content);
        }

        foreach (JsonElement reference in List(result, "subagent_trajectory_ref"))
        {
            Known("ref", reference);
            Assert.Contains(Text(reference, "trajectory_id"), embedded);
        }
    }

    private static void Known(string kind, JsonElement element)
    {
        string[] names = [.. element.EnumerateObject().Select(p => p.Name)];
        Assert.Empty(names.Except(Fields[kind]));
        Assert.Distinct(names);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static List<JsonElement> List(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray()] : [];
}
