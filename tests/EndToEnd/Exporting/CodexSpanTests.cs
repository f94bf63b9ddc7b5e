// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.EndToEnd.Exporting;

public sealed class CodexSpanTests
{
    private const string Prompt = "Think, run a command, think again.";

    private static readonly string[] Reasoning =
        ["**Planning**\n\nI need to know what is there.\n**Choosing a command**\n\nOne echo will do.", "**Reading the output**"];

    [Fact]
    public async Task Run_ReasoningAndCache_ArriveInBothConventionsAsTheProviderCounted()
    {
        await using CodexCase run = await CodexCase.StartAsync("reasoning");
        await using OtlpBackend genAi = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using OtlpBackend openInference = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        ExporterFile.Write(run.Sandbox, genAi.Traces, openInference.Grpc);

        ProgramResult result = await run.RunAsync(Prompt);

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Empty(genAi.Violations);
        Assert.Empty(openInference.Violations);
        GenAiOracle.Check(genAi.Spans, recording, run.Provider.Requests, "openai", run.Provider.BaseAddress.Port);
        GenAiOracle.CheckContent(genAi.Spans, Prompt, "thought-through", Reasoning);
        OpenInferenceOracle.Check(openInference.Spans, recording, run.Provider.Requests, "openai");
        OpenInferenceOracle.CheckReasoning(openInference.Spans, Reasoning);
        Assert.Equal(genAi.Spans.Select(s => s.Id()).Order(), openInference.Spans.Select(s => s.Id()).Order());
        Assert.Equal("end-to-end", Resource(openInference, "openinference.project.name"));
        CheckMetrics(genAi, recording);
    }

    /// <summary>What was measured of the session, however many requests told it.</summary>
    private static void CheckMetrics(OtlpBackend backend, Recording recording)
    {
        List<Metric> metrics = [.. backend.Requests.SelectMany(r => r.Metrics?.ResourceMetrics ?? []).SelectMany(r => r.ScopeMetrics).SelectMany(s => s.Metrics)];
        List<HistogramPoint> tokens = [.. metrics.Where(m => (m.Name, m.Unit) == ("gen_ai.client.token.usage", "{token}")).SelectMany(m => m.Histogram.DataPoints)];
        Assert.Equal((double)recording.Session.Usage!.Input!, Sum(tokens, "input"));
        Assert.Equal((double)recording.Session.Usage.Output!, Sum(tokens, "output"));
        Assert.All(tokens, p => Assert.Equal(Enumerable.Range(0, 14).Select(i => Math.Pow(4, i)), p.ExplicitBounds));
        List<HistogramPoint> durations = [.. metrics.Where(m => (m.Name, m.Unit) == ("gen_ai.client.operation.duration", "s")).SelectMany(m => m.Histogram.DataPoints)];
        Assert.Equal(recording.Items<LlmCall>().Count(), durations.Sum(p => (int)p.Count));
        Assert.Equal(recording.Items<LlmCall>().Sum(c => c.Duration!.Value.TotalSeconds), durations.Sum(p => p.Sum), 6);
    }

    private static double Sum(List<HistogramPoint> points, string type) =>
        points.Where(p => p.Attributes.Any(a => a.Key == "gen_ai.token.type" && a.Value.StringValue == type)).Sum(p => p.Sum);

    private static string? Resource(OtlpBackend backend, string key) => backend.Requests
        .SelectMany(r => r.Traces?.ResourceSpans ?? []).Select(r => r.Resource.Attributes.FirstOrDefault(a => a.Key == key)?.Value.StringValue).Distinct().Single();
}
