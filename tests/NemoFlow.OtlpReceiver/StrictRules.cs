// SPDX-License-Identifier: Apache-2.0
using Google.Protobuf;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.OtlpReceiver;

/// <summary>What the protocol demands of every request, whatever it tells.</summary>
public static class StrictRules
{
    /// <summary>Tells of everything that is wrong.</summary>
    public static void Check(ReceivedRequest request, Action<string> violation)
    {
        foreach (ResourceSpans resource in request.Traces?.ResourceSpans ?? [])
        {
            Attributes(resource.Resource.Attributes, "resource", violation);
            Expect(resource.Resource.Attributes.Any(a => a.Key == "service.name"), "resource without service.name", violation);
            foreach (ScopeSpans scope in resource.ScopeSpans)
            {
                Expect(scope.Scope.Name.Length > 0, "scope without a name", violation);
                Expect(scope.Spans.Count > 0, "scope without spans", violation);
                foreach (Span span in scope.Spans)
                {
                    Check(span, violation);
                }
            }
        }

        Expect(request.Traces is null || request.Traces.CalculateSize() == request.Bytes, $"{request.Bytes} bytes are not what the reference encoder writes", violation);
        Expect(request.Metrics is null || request.Metrics.CalculateSize() == request.Bytes, $"{request.Bytes} bytes are not what the reference encoder writes", violation);
    }

    private static void Check(Span span, Action<string> violation)
    {
        Expect(Id(span.TraceId, 16), "trace id of " + span.Name, violation);
        Expect(Id(span.SpanId, 8), "span id of " + span.Name, violation);
        Expect(span.ParentSpanId.IsEmpty || Id(span.ParentSpanId, 8), "parent id of " + span.Name, violation);
        Expect(span.ParentSpanId.IsEmpty || !span.ParentSpanId.Equals(span.SpanId), "parent of itself: " + span.Name, violation);
        Expect(span.Name.Length > 0, "span without a name", violation);
        Expect(span.Kind is >= 1 and <= 5, "kind of " + span.Name, violation);
        Expect(span.StartTimeUnixNano > 0 && span.EndTimeUnixNano >= span.StartTimeUnixNano, "times of " + span.Name, violation);
        Expect(span.DroppedAttributesCount == 0, "dropped attributes of " + span.Name, violation);
        Attributes(span.Attributes, span.Name, violation);
        foreach (Span.Types.Event e in span.Events)
        {
            Expect(e.Name.Length > 0 && e.TimeUnixNano > 0, "event of " + span.Name, violation);
            Attributes(e.Attributes, span.Name + "/" + e.Name, violation);
        }

        foreach (Span.Types.Link link in span.Links)
        {
            Expect(Id(link.TraceId, 16) && Id(link.SpanId, 8), "link of " + span.Name, violation);
        }
    }

    private static void Attributes(IEnumerable<KeyValue> attributes, string of, Action<string> violation)
    {
        HashSet<string> keys = [];
        foreach (KeyValue attribute in attributes)
        {
            Expect(attribute.Key.Length > 0, of + " has an attribute without a key", violation);
            Expect(keys.Add(attribute.Key), $"{of} has {attribute.Key} twice", violation);
            Expect(attribute.Value.ValueCase != AnyValue.ValueOneofCase.None, $"{of} has {attribute.Key} without a value", violation);
        }
    }

    private static bool Id(ByteString id, int length) => id.Length == length && id.Span.ContainsAnyExcept((byte)0);

    private static void Expect(bool holds, string what, Action<string> violation)
    {
        if (!holds)
        {
            violation(what);
        }
    }
}
