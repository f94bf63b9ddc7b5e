// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine;
using NemoFlow.Engine.Capture;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Carries copies of one model call to the recorder. Everything here runs beside the client's path.</summary>
internal sealed class CallCapture(Recorder recorder, string api, Exchange exchange, int limit)
{
    private readonly long _started = recorder.Time.GetTimestamp();
    private readonly DateTimeOffset _startedAt = recorder.Time.GetUtcNow();
    private readonly CaptureBuffer _responseBody = new(limit);
    private Task<RecordedCall>? _begun;
    private TimeSpan? _firstByte;

    public CaptureBuffer RequestBody { get; } = new(limit);


    /// <summary>The request is on its way to the provider, or will never be: records it as far as it was sent.</summary>
    public void RequestDone()
    {
        if (_begun is not null)
        {
            return;
        }

        CallHead head = new(api, exchange.Target.Path, Headers(exchange), _startedAt);
        CapturedBody body = RequestBody.Take();
        _begun = Task.Run(() => recorder.Calls.BeginAsync(head, body));
        recorder.Captures.Add(_begun);
    }

    /// <summary>A piece of the answer's body is about to go to the client.</summary>
    public void Received(ReadOnlySpan<byte> bytes)
    {
        _firstByte ??= recorder.Time.GetElapsedTime(_started);
        _responseBody.Add(bytes);
    }

    /// <summary>The call is over.</summary>
    public void Done(int? status, string outcome, string? error, HttpResponseMessage? response)
    {
        RequestDone();
        CallEnd end = new()
        {
            Status = status,
            Outcome = outcome,
            Error = error,
            Headers = response is null ? [] : Headers(response),
            Body = _responseBody.Take(),
            FirstByte = _firstByte,
            Time = _startedAt + recorder.Time.GetElapsedTime(_started),
        };
        recorder.Captures.Add(EndAsync(_begun!, end));
    }

    private async Task EndAsync(Task<RecordedCall> begun, CallEnd end)
    {
        RecordedCall call = await begun.ConfigureAwait(false);
        await Task.Run(() => recorder.Calls.EndAsync(call, end)).ConfigureAwait(false);
    }

    private static List<KeyValuePair<string, string>> Headers(Exchange exchange) =>
        [.. exchange.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()))];

    private static List<KeyValuePair<string, string>> Headers(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()))];
}
