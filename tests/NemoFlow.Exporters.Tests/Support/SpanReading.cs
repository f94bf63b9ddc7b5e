// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.Protobuf;
using NemoFlow.Exporters.Spans;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;

namespace NemoFlow.Exporters.Tests.Support;

/// <summary>Sessions as spans, written by us and read by the reference decoder.</summary>
internal static class SpanReading
{
    public static OtlpOptions Options { get; } = new() { Endpoint = new Uri("http://127.0.0.1:4318/v1/traces") };

    /// <summary>All closed spans of a session, strictly checked.</summary>
    public static List<Span> Spans(Session session, OtlpOptions? options = null)
    {
        options ??= Options;
        SpanProjector projector = new(options);
        RequestHistories? histories = options.FullRequests ? new RequestHistories(session) : null;
        TraceWriter writer = new(new OtlpResource(options, "1.2.3"));
        foreach (SpanNode node in SpanTree.Of(session, options.TracePer).Where(n => n.SettledAt is not null))
        {
            Assert.True(writer.TryAdd(projector.Project(node, histories), int.MaxValue));
        }

        if (writer.Count == 0)
        {
            return [];
        }

        byte[] bytes = writer.Close().ToArray();
        ReceivedRequest request = new("", new Dictionary<string, string>(), TraceRequest.Parser.WithDiscardUnknownFields(false).ParseFrom(bytes), null, bytes.Length);
        List<string> violations = [];
        StrictRules.Check(request, violations.Add);
        Assert.Empty(violations);
        return [.. request.Spans];
    }

    public static Span Named(this IEnumerable<Span> spans, string name) => Assert.Single(spans, s => s.Name == name);

    /// <summary>Attributes as a line each, in order.</summary>
    public static Dictionary<string, object> Read(this Span span) => span.Attributes.ToDictionary(a => a.Key, a => Value(a.Value), StringComparer.Ordinal);

    public static JsonElement Json(this Span span, string key) => JsonElement.Parse((string)span.Read()[key]);

    private static object Value(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
        _ => string.Join('|', value.ArrayValue.Values.Select(v => v.StringValue)),
    };
}
