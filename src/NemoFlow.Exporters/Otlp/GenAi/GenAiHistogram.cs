// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>One series of a histogram: what was measured with the same attributes.</summary>
internal sealed class GenAiHistogram(double[] bounds, AttributeList attributes)
{
    private readonly ulong[] _counts = new ulong[bounds.Length + 1];

    public double[] Bounds => bounds;

    public AttributeList Attributes => attributes;

    public IReadOnlyList<ulong> Counts => _counts;

    public ulong Count { get; private set; }

    public double Sum { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>A bound belongs to the bucket below it.</summary>
    public void Add(double value)
    {
        int bucket = Array.BinarySearch(bounds, value);
        _counts[bucket < 0 ? ~bucket : bucket]++;
        Count++;
        Sum += value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }
}
