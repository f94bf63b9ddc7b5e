// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>Usage as it stands in trajectory files.</summary>
internal static class MetricsCases
{
    /// <summary>Our behaviour where a cache is told beside the input: prompt tokens include it, and what was written to it is not counted as read.</summary>
    [RunsCase("M01")]
    public static async Task ProvidersAsync(CaseContext c)
    {
        foreach ((int i, JsonElement usage) in c.Input.ItemsAt("usages").Index())
        {
            JsonElement metrics = await MetricsAsync(usage);
            JsonElement expected = c.Out("metrics")[i];
            long read = usage.LongAt("cache_read_input_tokens") ?? 0;
            long written = usage.LongAt("cache_creation_input_tokens") ?? 0;
            c.Same(expected.LongAt("prompt_tokens") + read + written, metrics.LongAt("prompt_tokens"), $"{i}: prompt tokens");
            c.Same(expected.LongAt("completion_tokens"), metrics.LongAt("completion_tokens"), $"{i}: completion tokens");
            c.Same(expected.LongAt("cached_tokens") - written, metrics.LongAt("cached_tokens"), $"{i}: cached tokens");
            c.Same(written == 0 ? null : written, metrics.LongAt("extra.cache_creation_input_tokens"), $"{i}: written to the cache");
            c.Json(expected.At("cost_usd"), metrics.At("cost_usd"), $"{i}: cost");
            c.Same(expected.LongAt("extra.total_tokens"), metrics.LongAt("extra.total_tokens"), $"{i}: total");
        }
    }

    [RunsCase("M04")]
    public static async Task CostAsync(CaseContext c)
    {
        JsonElement unknown = await MetricsAsync(JsonElement.Parse("""{"input_tokens":3,"output_tokens":4}"""));
        c.Same("cost_usd absent", c.Out("a").GetString(), "a: expectation");
        c.Same(null, unknown.At("cost_usd"), "a: cost");
        JsonElement free = await MetricsAsync(JsonElement.Parse("""{"cost":0}"""));
        c.Contains("cost_usd 0, no fabricated tokens", c.Out("b").GetString()!, "b: expectation");
        c.Sequence(["cost_usd"], free.EnumerateObject().Select(p => p.Name), "b: metrics");
        c.Same(0L, free.LongAt("cost_usd"), "b: cost");
    }

    private static async Task<JsonElement> MetricsAsync(JsonElement usage)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextMessage("done", usage.GetRawText());
        await gateway.ResponsesAsync("metrics", JsonElement.Parse("""{"model":"gpt-test","input":"hello"}"""));
        Trajectory trajectory = await gateway.TrajectoryAsync("metrics");
        return trajectory.Steps.Single(s => s.TextAt("source") == "agent").GetProperty("metrics");
    }
}
