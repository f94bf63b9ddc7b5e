// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;

namespace NemoFlow.Exporters.Spans;

/// <summary>A span of another trace that this one has to do with.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="SpanId">Its id.</param>
public readonly record struct SpanLink(UInt128 TraceId, ulong SpanId)
{
    private const int Length = 55;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads a W3C <c>traceparent</c> header; null where it is none.</summary>
    public static SpanLink? Parse(string? traceparent)
    {
        if (traceparent is null || traceparent.Length < Length || traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-'
            || traceparent.StartsWith("ff", StringComparison.OrdinalIgnoreCase) || (traceparent.Length > Length && (traceparent[Length] != '-' || traceparent.StartsWith("00", StringComparison.Ordinal))))
        {
            return null;
        }

        return TryHex(traceparent.AsSpan(3, 32), out UInt128 trace) && TryHex(traceparent.AsSpan(36, 16), out UInt128 span) && trace != 0 && span != 0
            ? new SpanLink(trace, (ulong)span)
            : null;
    }

    private static bool TryHex(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        return !text.ContainsAnyExcept(Digits) && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
