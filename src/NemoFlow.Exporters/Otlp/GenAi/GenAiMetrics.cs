// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>
/// The client metrics of the GenAI conventions 1.42 over a number of model calls. The set is about to change there: another version is another
/// class beside this one.
/// </summary>
internal sealed class GenAiMetrics
{
    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string Duration = "gen_ai.client.operation.duration";
    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";

    private static readonly double[] TokenBounds = [.. Enumerable.Range(0, 14).Select(i => Math.Pow(4, i))];
    private static readonly double[] SecondBounds = [.. Enumerable.Range(0, 14).Select(i => 0.01 * (1 << i))];

    private readonly SortedDictionary<string, (string Metric, GenAiHistogram Series)> _series = new(StringComparer.Ordinal);

    /// <summary>Name, unit and description of each metric.</summary>
    public static IReadOnlyList<(string Name, string Unit, string Description)> All { get; } =
    [
        (TokenUsage, "{token}", "Number of input and output tokens used."),
        (Duration, "s", "GenAI operation duration."),
        (TimeToFirstChunk, "s", "Time to the first chunk of a streamed response."),
    ];

    public IEnumerable<GenAiHistogram> Series(string metric) => _series.Values.Where(s => s.Metric == metric).Select(s => s.Series);

    /// <summary>Adds a closed model call.</summary>
    public void Add(SpanNode node)
    {
        LlmCall call = node.Call!;
        Measure(TokenUsage, node, TokenBounds, call.Usage?.Input, "input");
        Measure(TokenUsage, node, TokenBounds, call.Usage?.Output, "output");
        Measure(Duration, node, SecondBounds, call.Duration?.TotalSeconds, null);
        Measure(TimeToFirstChunk, node, SecondBounds, call.Request?.Stream == true ? call.TimeToFirstEvent?.TotalSeconds : null, null);
    }

    private void Measure(string metric, SpanNode node, double[] bounds, double? value, string? tokenType)
    {
        if (value is not { } measured)
        {
            return;
        }

        LlmCall call = node.Call!;
        AttributeList attributes = [];
        attributes.Add("gen_ai.operation.name", "chat");
        attributes.Add("gen_ai.provider.name", ModelProvider.Of(node).GenAi);
        attributes.Add("gen_ai.request.model", GenAiSpan.RequestModel(call));
        attributes.Add("gen_ai.response.model", call.Response?.Model);
        GenAiCall.AddServer(call, attributes);
        attributes.Add("gen_ai.token.type", tokenType);
        attributes.Add("error.type", metric == Duration ? SpanOutcome.Of(node).ErrorType : null);
        string key = metric + "\n" + string.Join('\n', attributes.Select(a => string.Create(null, $"{a.Key}={a.Value.Text}{a.Value.Whole}")));
        if (!_series.TryGetValue(key, out (string Metric, GenAiHistogram Series) known))
        {
            _series.Add(key, known = (metric, new GenAiHistogram(bounds, attributes)));
        }

        known.Series.Add(measured);
    }
}
