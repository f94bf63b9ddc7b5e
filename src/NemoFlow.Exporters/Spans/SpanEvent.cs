// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>A moment within a span.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Time">When.</param>
/// <param name="Attributes">More of it.</param>
public sealed record SpanEvent(string Name, DateTimeOffset Time, AttributeList Attributes);
