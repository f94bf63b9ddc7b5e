// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp.GenAi;

namespace NemoFlow.Exporters.Otlp.Protobuf;

/// <summary>Writes an <c>ExportMetricsServiceRequest</c> with histograms of the time since the last one (delta temporality).</summary>
internal static class MetricsWriter
{
    private const int Delta = 1;

    public static ReadOnlyMemory<byte> Write(OtlpResource resource, GenAiMetrics metrics, DateTimeOffset from, DateTimeOffset to)
    {
        ProtobufWriter writer = new();
        int resourceMetrics = writer.Begin(1);
        AttributeWriter.Resource(writer, 1, resource);
        int scopeMetrics = writer.Begin(2);
        AttributeWriter.Scope(writer, 1, resource);
        foreach ((string name, string unit, string description) in GenAiMetrics.All)
        {
            List<GenAiHistogram> series = [.. metrics.Series(name)];
            if (series.Count == 0)
            {
                continue;
            }

            int metric = writer.Begin(2);
            writer.String(1, name);
            writer.String(2, description);
            writer.String(3, unit);
            int histogram = writer.Begin(9);
            foreach (GenAiHistogram one in series)
            {
                Point(writer, one, from, to);
            }

            writer.Int(2, Delta);
            writer.End(histogram);
            writer.End(metric);
        }

        writer.End(scopeMetrics);
        writer.End(resourceMetrics);
        return writer.Written;
    }

    private static void Point(ProtobufWriter writer, GenAiHistogram series, DateTimeOffset from, DateTimeOffset to)
    {
        int point = writer.Begin(1);
        writer.Fixed64(2, UnixTime.Nanoseconds(from));
        writer.Fixed64(3, UnixTime.Nanoseconds(to));
        writer.Fixed64(4, series.Count);
        writer.Double(5, series.Sum);
        int counts = writer.Begin(6);
        foreach (ulong count in series.Counts)
        {
            writer.Bare(count);
        }

        writer.End(counts);
        int bounds = writer.Begin(7);
        foreach (double bound in series.Bounds)
        {
            writer.Bare(BitConverter.DoubleToUInt64Bits(bound));
        }

        writer.End(bounds);
        AttributeWriter.Attributes(writer, 9, series.Attributes);
        writer.Double(11, series.Min);
        writer.Double(12, series.Max);
        writer.End(point);
    }
}
