// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp.Protobuf;

/// <summary>Writes an <c>ExportTraceServiceRequest</c>: one resource, one scope, and spans until it is closed.</summary>
internal sealed class TraceWriter
{
    private const uint SampledFlag = 1;

    private readonly ProtobufWriter _writer = new();
    private readonly int _resourceSpans;
    private readonly int _scopeSpans;

    public TraceWriter(OtlpResource resource)
    {
        _resourceSpans = _writer.Begin(1);
        AttributeWriter.Resource(_writer, 1, resource);
        _scopeSpans = _writer.Begin(2);
        AttributeWriter.Scope(_writer, 1, resource);
    }

    /// <summary>Bytes so far.</summary>
    public int Length => _writer.Length;

    /// <summary>Number of spans so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a span; false, and nothing added, where the request would grow beyond a limit. The first is always added.</summary>
    public bool TryAdd(SpanData span, int maxBytes)
    {
        int before = _writer.Length;
        Write(span);
        if (Count > 0 && _writer.Length > maxBytes)
        {
            _writer.Truncate(before);
            return false;
        }

        Count++;
        return true;
    }

    /// <summary>Closes the request and gives it.</summary>
    public ReadOnlyMemory<byte> Close()
    {
        _writer.End(_scopeSpans);
        _writer.End(_resourceSpans);
        return _writer.Written;
    }

    private void Write(SpanData span)
    {
        int start = _writer.Begin(2);
        _writer.Bytes(1, span.TraceId);
        _writer.Bytes(2, span.SpanId);
        if (span.ParentId != 0)
        {
            _writer.Bytes(4, span.ParentId);
        }

        _writer.String(5, span.Name);
        _writer.Int(6, (int)span.Kind);
        _writer.Fixed64(7, UnixTime.Nanoseconds(span.Start));
        _writer.Fixed64(8, UnixTime.Nanoseconds(span.End < span.Start ? span.Start : span.End));
        AttributeWriter.Attributes(_writer, 9, span.Attributes);
        foreach (SpanEvent moment in span.Events)
        {
            int e = _writer.Begin(11);
            _writer.Fixed64(1, UnixTime.Nanoseconds(moment.Time));
            _writer.String(2, moment.Name);
            AttributeWriter.Attributes(_writer, 3, moment.Attributes);
            _writer.End(e);
        }

        foreach (SpanLink link in span.Links)
        {
            int l = _writer.Begin(13);
            _writer.Bytes(1, link.TraceId);
            _writer.Bytes(2, link.SpanId);
            _writer.End(l);
        }

        if (span.Status != SpanStatus.Unset)
        {
            int s = _writer.Begin(15);
            if (span.StatusMessage is { } message)
            {
                _writer.String(2, message);
            }

            _writer.Int(3, (int)span.Status);
            _writer.End(s);
        }

        _writer.Fixed32(16, SampledFlag);
        _writer.End(start);
    }
}
