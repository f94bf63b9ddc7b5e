// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp.Protobuf;
using NemoFlow.Exporters.Otlp.Sending;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Delivers the spans of sessions to an OTLP backend, each once it is closed.</summary>
public sealed class OtlpTraceTarget : IDeliveryTarget, IProbedTarget
{
    private readonly OtlpOptions _options;
    private readonly OtlpResource _resource;
    private readonly SpanProjector _projector;
    private readonly ExporterHeaders _headers;
    private readonly Func<Uri, IOtlpSender> _senderAt;
    private readonly IOtlpSender _sender;
    private (Session Session, RequestHistories Histories)? _histories;

    /// <summary>Takes the options; the environment is asked for the values of headers.</summary>
    public OtlpTraceTarget(OtlpOptions options, string recorderVersion, Func<string, string?> environment, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _resource = new OtlpResource(options, recorderVersion);
        _projector = new SpanProjector(options);
        _headers = new ExporterHeaders(options.Headers, options.HeaderVariables, environment);
        _senderAt = place => OtlpSenders.Create(options, OtlpSenders.TraceService, place, _headers, recorderVersion, time);
        _sender = _senderAt(options.Endpoint);
        Name = options.Name ?? OtlpSenders.Name(options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Kind => "otlp";

    /// <inheritdoc/>
    public string Address => Content.UrlText.Masked(_options.Endpoint.OriginalString);

    /// <inheritdoc/>
    public IReadOnlyList<DeliveryUnit> UnitsOf(Session session) =>
        [.. SpanTree.Of(session, _options.TracePer).Where(n => n.SettledAt is not null).Select(n => new DeliveryUnit(n.SpanId, n.SettledAt!.Value, n))];

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(Session session, IReadOnlyList<DeliveryUnit> units, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(units);
        if (_headers.Problem is { } problem)
        {
            return HttpSending.Blocked(problem);
        }

        TraceWriter writer = new(_resource);
        int most = Math.Min(Math.Min(limit, units.Count), _options.MaxBatchSpans);
        for (int i = 0; i < most; i++)
        {
            if (!writer.TryAdd(Span((SpanNode)units[i].Part), _options.MaxBatchBytes))
            {
                break;
            }
        }

        DeliveryResult result = await _sender.SendAsync(writer.Close(), cancellation).ConfigureAwait(false);
        return result with { Units = writer.Count };
    }

    /// <inheritdoc/>
    public async Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation) => _headers.Problem is { } problem
        ? new ProbeAnswer(ProbeVerdict.Failed, problem)
        : await OtlpSenders.ProbeAsync(_options, _sender, _options.Endpoint, OtlpEndpoint.TracesPath, _senderAt, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A node as a span.</summary>
    internal SpanData Span(SpanNode node) => _projector.Project(node, Histories(node.Session));

    private RequestHistories? Histories(Session session)
    {
        if (!_options.FullRequests)
        {
            return null;
        }

        if (_histories?.Session != session)
        {
            _histories = (session, new RequestHistories(session));
        }

        return _histories.Value.Histories;
    }
}
