// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Exporters.Tests.Otlp;

public sealed class OtlpMetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OtlpTransport.HttpBinary)]
    [InlineData(OtlpTransport.Grpc)]
    public async Task SendAsync_ModelCalls_AreMeasuredAsTheConventionsSay(OtlpTransport transport)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        OtlpOptions options = SpanReading.Options with { Endpoint = transport == OtlpTransport.Grpc ? backend.Grpc : backend.Traces, Transport = transport, Timeout = TimeSpan.FromSeconds(20) };
        await using OtlpMetricsTarget target = new(options, "1", _ => null, TimeProvider.System);
        IReadOnlyList<DeliveryUnit> units = target.UnitsOf(Recorded.Session);

        DeliveryResult result = await target.SendAsync(Recorded.Session, units, int.MaxValue, Cancellation);

        Assert.Equal((DeliveryVerdict.Delivered, 4), (result.Verdict, result.Units));
        Assert.Empty(backend.Violations);
        ReceivedRequest request = Assert.Single(backend.Requests);
        Assert.Equal(transport == OtlpTransport.Grpc ? "metrics.v1.MetricsService/Export" : "/v1/metrics", request.Path);
        Dictionary<string, Metric> metrics = request.Metrics!.ResourceMetrics[0].ScopeMetrics[0].Metrics.ToDictionary(m => m.Name);
        Assert.Equal(
            ["gen_ai.client.token.usage {token}", "gen_ai.client.operation.duration s", "gen_ai.client.operation.time_to_first_chunk s"],
            metrics.Values.Select(m => $"{m.Name} {m.Unit}"));
        Assert.All(metrics.Values, m => Assert.Equal(1, m.Histogram.AggregationTemporality));
        Assert.All(metrics.Values.SelectMany(m => m.Histogram.DataPoints), p => Assert.Equal((p.Count, p.ExplicitBounds.Count + 1), (p.BucketCounts.Aggregate(0UL, (sum, c) => sum + c), p.BucketCounts.Count)));
        CheckTokens(metrics["gen_ai.client.token.usage"]);
        CheckDurations(metrics["gen_ai.client.operation.duration"]);
        HistogramPoint first = Assert.Single(metrics["gen_ai.client.operation.time_to_first_chunk"].Histogram.DataPoints);
        Assert.Equal((2UL, 0.5), (first.Count, first.Sum));
    }

    private static void CheckTokens(Metric metric)
    {
        Assert.All(metric.Histogram.DataPoints, p => Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864], p.ExplicitBounds));
        HistogramPoint input = Assert.Single(metric.Histogram.DataPoints, p => Text(p, "gen_ai.token.type") == "input" && Text(p, "gen_ai.request.model") == "gpt-5.5");
        Assert.Equal((2UL, 2000.0, 1000.0, 1000.0, 5), (input.Count, input.Sum, input.Min, input.Max, input.BucketCounts.ToList().FindIndex(c => c > 0)));
        Assert.Equal(("chat", "openai", "gpt-5.5-2026"), (Text(input, "gen_ai.operation.name"), Text(input, "gen_ai.provider.name"), Text(input, "gen_ai.response.model")));
        Assert.Equal(("llm.example.com", 8443), (Text(input, "server.address"), input.Attributes.Single(a => a.Key == "server.port").Value.IntValue));
        Assert.Equal(4, metric.Histogram.DataPoints.Count);
    }

    private static void CheckDurations(Metric metric)
    {
        Assert.All(metric.Histogram.DataPoints, p => Assert.Equal([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92], p.ExplicitBounds));
        HistogramPoint failed = Assert.Single(metric.Histogram.DataPoints, p => Text(p, "error.type") == "429");
        Assert.Equal((1UL, 1.0), (failed.Count, failed.Sum));
        Assert.Equal(4UL, metric.Histogram.DataPoints.Aggregate(0UL, (sum, p) => sum + p.Count));
        Assert.All(metric.Histogram.DataPoints, p => Assert.Null(Text(p, "gen_ai.token.type")));
    }

    private static string? Text(HistogramPoint point, string key) => point.Attributes.FirstOrDefault(a => a.Key == key)?.Value.StringValue;
}
