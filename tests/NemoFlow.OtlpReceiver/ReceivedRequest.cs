// SPDX-License-Identifier: Apache-2.0
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.OtlpReceiver;

/// <summary>One export request as it arrived, decoded by the reference decoder.</summary>
/// <param name="Path">The path it was posted to.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Traces">Its spans; null for metrics.</param>
/// <param name="Metrics">Its metrics; null for traces.</param>
/// <param name="Bytes">Its length before compression.</param>
public sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, TraceRequest? Traces, MetricsRequest? Metrics, int Bytes)
{
    /// <summary>All spans in it.</summary>
    public IEnumerable<Span> Spans => Traces?.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans) ?? [];
}
