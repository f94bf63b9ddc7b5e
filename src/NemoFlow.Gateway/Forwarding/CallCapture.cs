// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine;
using NemoFlow.Engine.Capture;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Carries copies of one model call to the recorder. Everything here runs beside the client's path.</summary>
internal sealed class CallCapture(Recorder recorder, string api, Exchange exchange, Uri upstream, int limit)
{
    private readonly long _started = recorder.Time.GetTimestamp();
    private readonly DateTimeOffset _startedAt = recorder.Time.GetUtcNow();
    private readonly CaptureBuffer _responseBody = new(limit);
    private RecordedCall? _call;
    private bool _requestDone;
    private TimeSpan? _firstByte;
    private IDisposable? _ending;

    public CaptureBuffer RequestBody { get; } = new(limit);

    /// <summary>The request is on its way to the provider, or will never be: records it as far as it was sent.</summary>
    public void RequestDone()
    {
        if (_requestDone)
        {
            return;
        }

        _requestDone = true;
        CallHead head = new(api, exchange.Target.Path, Headers(exchange), _startedAt, upstream);
        CapturedBody body = RequestBody.Take();
        recorder.Captures.Add(async () => _call = await recorder.Calls.BeginAsync(head, body).ConfigureAwait(false), body.Bytes.Length);
    }

    /// <summary>A piece of the answer's body is about to go to the client.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="announced">The body's length, where the provider declared one.</param>
    public void Received(ReadOnlySpan<byte> bytes, long? announced)
    {
        _firstByte ??= recorder.Time.GetElapsedTime(_started);
        _responseBody.Add(bytes);
        if (_ending is null && (_responseBody.Total == announced || StreamEnd.IsIn(_responseBody.Tail(bytes.Length + StreamEnd.Overlap))))
        {
            _ending = recorder.Captures.Ending();
        }
    }

    /// <summary>The call is over.</summary>
    public void Done(int? status, string outcome, string? error, ResponseHead? response)
    {
        RequestDone();
        CallEnd end = new()
        {
            Status = status,
            Outcome = outcome,
            Error = error,
            Headers = response?.Headers ?? [],
            Body = _responseBody.Take(),
            FirstByte = _firstByte,
            Time = _startedAt + recorder.Time.GetElapsedTime(_started),
        };
        // The queue keeps the order: the request has been recorded when this runs, or failed to be.
        recorder.Captures.Add(() => _call is null ? ValueTask.CompletedTask : recorder.Calls.EndAsync(_call, end), end.Body.Bytes.Length);
        _ending?.Dispose();
    }

    private static List<KeyValuePair<string, string>> Headers(Exchange exchange) =>
        [.. exchange.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()))];
}
