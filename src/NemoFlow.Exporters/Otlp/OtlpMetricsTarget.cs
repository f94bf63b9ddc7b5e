// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp.GenAi;
using NemoFlow.Exporters.Otlp.Protobuf;
using NemoFlow.Exporters.Otlp.Sending;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>
/// Delivers GenAI metrics. Each model call is measured once, whenever it is delivered: requests carry what is new (delta temporality), so that
/// neither a restart nor an outage counts anything twice or loses it.
/// </summary>
public sealed class OtlpMetricsTarget : IDeliveryTarget, IProbedTarget
{
    private readonly OtlpOptions _options;
    private readonly OtlpResource _resource;
    private readonly ExporterHeaders _headers;
    private readonly Func<Uri, IOtlpSender> _senderAt;
    private readonly IOtlpSender _sender;
    private readonly Uri _endpoint;

    /// <summary>Takes the options; the environment is asked for the values of headers.</summary>
    public OtlpMetricsTarget(OtlpOptions options, string recorderVersion, Func<string, string?> environment, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _resource = new OtlpResource(options, recorderVersion);
        _headers = new ExporterHeaders(options.Headers, options.HeaderVariables, environment);
        _endpoint = options.MetricsEndpoint ?? Derive(options.Endpoint);
        _senderAt = place => OtlpSenders.Create(options, OtlpSenders.MetricsService, place, _headers, recorderVersion, time);
        _sender = _senderAt(_endpoint);
        Name = (options.Name ?? OtlpSenders.Name(options)) + "-metrics";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Kind => "metrics";

    /// <inheritdoc/>
    public string Address => Content.UrlText.Masked((_options.Transport == OtlpTransport.Grpc ? _options.Endpoint : _endpoint).OriginalString);

    /// <inheritdoc/>
    public IReadOnlyList<DeliveryUnit> UnitsOf(Session session) =>
        [.. SpanTree.Of(session).Where(n => n.Kind == SpanNodeKind.LlmCall && n.SettledAt is not null).Select(n => new DeliveryUnit(n.SpanId, n.SettledAt!.Value, n))];

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(Session session, IReadOnlyList<DeliveryUnit> units, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(units);
        if (_headers.Problem is { } problem)
        {
            return HttpSending.Blocked(problem);
        }

        GenAiMetrics metrics = new();
        List<SpanNode> calls = [.. units.Take(limit).Select(u => (SpanNode)u.Part)];
        calls.ForEach(metrics.Add);
        ReadOnlyMemory<byte> request = MetricsWriter.Write(_resource, metrics, calls.Min(c => c.Start), calls.Max(c => c.End!.Value));
        DeliveryResult result = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return result with { Units = calls.Count };
    }

    /// <inheritdoc/>
    public async Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation) => _headers.Problem is { } problem
        ? new ProbeAnswer(ProbeVerdict.Failed, problem)
        : await OtlpSenders.ProbeAsync(_options, _sender, _endpoint, OtlpEndpoint.MetricsPath, _senderAt, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Uri Derive(Uri traces) => new(traces, traces.AbsolutePath.Replace("/v1/traces", "/v1/metrics", StringComparison.Ordinal));
}
