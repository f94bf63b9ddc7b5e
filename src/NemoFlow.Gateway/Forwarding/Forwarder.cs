// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>
/// Passes a request to its provider and the answer back, byte for byte.
/// </summary>
/// <remarks>
/// <code>
/// client --1--> gateway --2--> provider     1 the head; 2 head and body, sent on as they arrive
/// client &lt;--4-- gateway &lt;--3-- provider     3 the answer's head; 4 its body, flushed before every wait
///                  \--5--> recorder          5 copies, beside the way
/// </code>
/// Slow clients slow the provider down (back-pressure); a client that leaves cancels the provider's work; a provider that breaks off
/// breaks the client's connection, so that half an answer never looks like a whole one. A provider may answer before it has the whole
/// request, and its answer travels at once.
/// </remarks>
internal sealed class Forwarder(GatewayOptions options, Recorder recorder) : IDisposable
{
    private readonly UpstreamPool _pool = new(new Dialer(options.ConnectTimeout), recorder.Time);

    public void Dispose() => _pool.Dispose();

    public async Task ForwardAsync(Exchange exchange)
    {
        Uri url = UpstreamUrl.For(options, exchange.Target, exchange.Request.Headers);
        string? api = RouteTable.CapturedApi(exchange.Request.Method, exchange.Target.Path);
        CallCapture? capture = api is null ? null : new CallCapture(recorder, api, exchange, url, options.MaxCaptureBytes);
        if (exchange.Request.Headers.ContentLength > options.MaxRequestBytes)
        {
            await GatewayErrors.TooLargeAsync(exchange, options.MaxRequestBytes).ConfigureAwait(false);
            return;
        }

        if (capture is not null)
        {
            await recorder.Captures.WaitForRoomAsync().ConfigureAwait(false);
        }

        bool stale = true;
        while (stale)
        {
            UpstreamConnection connection;
            try
            {
                connection = await _pool.RentAsync(url, exchange.Aborted).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Whatever went wrong on the way there is the client's to know.
                await ForwardingErrors.UnreachableAsync(exchange, capture, e).ConfigureAwait(false);
                return;
            }

            // A connection that the provider hung up while it was at rest is left for the next one, in the end a new one.
            stale = !await UseAsync(connection, exchange, capture, url).ConfigureAwait(false);
        }
    }

    private async Task<bool> UseAsync(UpstreamConnection connection, Exchange exchange, CallCapture? capture, Uri url)
    {
        ForwardedCall call = new(connection, exchange, capture, options);
        bool settled;
        try
        {
            using (exchange.Aborted.UnsafeRegister(static connection => ((UpstreamConnection)connection!).Dispose(), connection))
            {
                settled = await call.RunAsync(url, _pool.ProxyFor(url)).ConfigureAwait(false);
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        if (call.LeavesConnectionUsable && !connection.IsDisposed)
        {
            _pool.Return(connection, call.MaxRest);
        }
        else
        {
            connection.Dispose();
        }

        return settled;
    }
}
