// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp.GenAi;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Makes spans of the nodes of a session's tree.</summary>
internal sealed class SpanProjector(OtlpOptions options)
{
    private readonly GenAiSpan _genAi = new(options);
    private readonly OpenInferenceSpan _openInference = new(options);

    private bool IsGenAi => options.Vocabulary.HasFlag(SpanVocabulary.GenAi);

    private bool IsOpenInference => options.Vocabulary.HasFlag(SpanVocabulary.OpenInference);

    /// <summary>A node's span.</summary>
    /// <param name="node">A node that has ended.</param>
    /// <param name="histories">Needed only where <see cref="OtlpOptions.FullRequests"/> is set.</param>
    public SpanData Project(SpanNode node, RequestHistories? histories)
    {
        AttributeList attributes = [];
        IReadOnlyList<LlmItem> input = node.Call is { } call ? histories?.Of(call) ?? call.Request?.NewItems ?? [] : [];
        if (IsGenAi)
        {
            _genAi.Add(node, attributes, input);
        }

        if (IsOpenInference)
        {
            _openInference.Add(node, attributes, input);
        }

        AddOwn(node, attributes, histories is not null);
        SpanOutcome outcome = SpanOutcome.Of(node);
        outcome = IsWithheld(node, outcome) ? outcome with { Message = outcome.ErrorType } : outcome;
        DateTimeOffset end = node.End ?? node.Session.LastEventAt;
        return new SpanData
        {
            TraceId = node.TraceId,
            SpanId = node.SpanId,
            ParentId = node.Parent?.SpanId ?? 0,
            Name = IsGenAi ? GenAiSpan.Name(node) : OpenInferenceSpan.Name(node),
            Kind = IsGenAi ? GenAiSpan.Kind(node) : SpanKind.Internal,
            Start = node.Start,
            End = end,
            Attributes = attributes,
            // The GenAI conventions leave success unset, OpenInference says it.
            Status = outcome.Status == SpanStatus.Unset && IsOpenInference ? SpanStatus.Ok : outcome.Status,
            StatusMessage = outcome.Message,
            Events = Events(node, outcome, end),
            Links = Links(node),
        };
    }

    /// <summary>What neither convention has a word for.</summary>
    private static void AddOwn(SpanNode node, AttributeList attributes, bool full)
    {
        attributes.Add("nemo_flow.turn.id", node.Turn?.Id);
        switch (node.Kind)
        {
            case SpanNodeKind.Turn:
                attributes.Add("nemo_flow.turn.index", (long)node.Turn!.Index);
                attributes.Add("nemo_flow.turn.end_reason", node.Turn.EndReason);
                break;
            case SpanNodeKind.LlmCall:
                attributes.Add("http.response.status_code", node.Call!.HttpStatus);
                attributes.Add("nemo_flow.call.purpose", node.Call.Purpose);
                attributes.Add("nemo_flow.cost_usd", (double?)node.Call.Usage?.CostUsd);
                attributes.Add("nemo_flow.request.history_items", !full && node.Call.Request is { HistoryCount: > 0 and { } count } ? count : null);
                attributes.Add("nemo_flow.capture.flags", node.Call.Flags);
                break;
            case SpanNodeKind.ToolCall:
                attributes.Add("nemo_flow.tool.llm_call_id", node.Tool!.LlmCallId);
                attributes.Add("nemo_flow.tool.hook_name", node.Tool.HookName == node.Tool.Name ? null : node.Tool.HookName);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Whether what went wrong is said in words that the options keep back: refusals of tools repeat their arguments, and a
    /// provider's errors are its output.
    /// </summary>
    private bool IsWithheld(SpanNode node, SpanOutcome outcome) => outcome is { Status: SpanStatus.Error, IsPlain: false } && (node.Tool is null
        ? IsOpenInference && options.Hide.Outputs
        : (IsGenAi && !options.CaptureContent) || (IsOpenInference && (options.Hide.Inputs || options.Hide.Outputs)));

    private List<SpanEvent> Events(SpanNode node, SpanOutcome outcome, DateTimeOffset end)
    {
        List<SpanEvent> events = [];
        IEnumerable<Mark> marks = node.Kind switch
        {
            SpanNodeKind.Turn => node.Turn!.Items.OfType<Mark>(),
            SpanNodeKind.Session => node.Session.Marks,
            _ => [],
        };
        events.AddRange(marks.Select(m => new SpanEvent(m.Name, m.StartedAt, [])));
        if (outcome.ErrorType is { } type && IsOpenInference)
        {
            AttributeList exception = [];
            exception.Add("exception.type", type);
            exception.Add("exception.message", outcome.Message);
            events.Add(new SpanEvent("exception", end, exception));
        }

        return events;
    }

    /// <summary>Where the agent itself is traced, its spans and ours refer to the same work: ours point at them.</summary>
    private static List<SpanLink> Links(SpanNode node)
    {
        IEnumerable<LlmCall> calls = node switch
        {
            { Call: { } call } => [call],
            { Kind: SpanNodeKind.Turn, Turn: { } turn } => turn.Items.OfType<LlmCall>(),
            _ => [],
        };
        return [.. calls.Select(c => SpanLink.Parse(c.RequestHeaders.GetValueOrDefault("traceparent"))).OfType<SpanLink>().DistinctBy(l => node.Call is null ? l.TraceId : (UInt128)l.SpanId)];
    }
}
