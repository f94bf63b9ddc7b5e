// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.EndToEnd.Oracles;

/// <summary>Spans as the reference decoder gives them, with their attributes by name.</summary>
internal static class SpanReading
{
    public static string Id(this Span span) => Convert.ToHexStringLower(span.SpanId.Span);

    public static string ParentId(this Span span) => Convert.ToHexStringLower(span.ParentSpanId.Span);

    public static AnyValue? At(this Span span, string key) => span.Attributes.FirstOrDefault(a => a.Key == key)?.Value;

    /// <summary>A string; null where the attribute is missing or of another type.</summary>
    public static string? Text(this Span span, string key) => span.At(key) is { ValueCase: AnyValue.ValueOneofCase.StringValue } value ? value.StringValue : null;

    /// <summary>A whole number; null where the attribute is missing or of another type.</summary>
    public static long? Whole(this Span span, string key) => span.At(key) is { ValueCase: AnyValue.ValueOneofCase.IntValue } value ? value.IntValue : null;

    public static JsonElement Json(this Span span, string key) => JsonElement.Parse(span.Text(key) ?? throw new InvalidOperationException($"{span.Name} has no {key}"));
}
