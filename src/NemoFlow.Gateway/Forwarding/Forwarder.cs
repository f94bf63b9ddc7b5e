// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NemoFlow.Engine;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>
/// Passes a request to its provider and the answer back, byte for byte.
/// </summary>
/// <remarks>
/// <code>
/// client --1--> gateway --2--> provider     1 the head; 2 head and body, sent on as they arrive
/// client &lt;--4-- gateway &lt;--3-- provider     3 the answer's head; 4 its body, flushed after every read
///                  \--5--> recorder          5 copies, beside the way
/// </code>
/// Slow clients slow the provider down (back-pressure); a client that leaves cancels the provider's work; a provider that breaks off
/// breaks the client's connection, so that half an answer never looks like a whole one.
/// </remarks>
internal sealed class Forwarder(GatewayOptions options, Recorder recorder) : IDisposable
{
    private const int BlockSize = 16384;

    private readonly HttpMessageInvoker _upstream = UpstreamClient.Create(options);

    public void Dispose() => _upstream.Dispose();

    public async Task ForwardAsync(Exchange exchange)
    {
        // :: Step 1: what is it, and is it small enough
        string? api = RouteTable.CapturedApi(exchange.Request.Method, exchange.Target.Path);
        CallCapture? capture = api is null ? null : new CallCapture(recorder, api, exchange, options.MaxCaptureBytes);
        long? length = exchange.Request.Headers.ContentLength;
        if (length > options.MaxRequestBytes)
        {
            await GatewayErrors.TooLargeAsync(exchange, options.MaxRequestBytes).ConfigureAwait(false);
            return;
        }

        if (capture is not null)
        {
            await recorder.Captures.WaitForRoomAsync().ConfigureAwait(false);
        }

        // :: Step 2: to the provider
        TeeContent? content = exchange.CanHaveBody || length is not null
            ? new TeeContent(exchange.Request.Body, capture?.RequestBody, length, options.MaxRequestBytes)
            : null;
        using HttpRequestMessage message = UpstreamRequest.Build(exchange, options, content);
        HttpResponseMessage response;
        try
        {
            Task<HttpResponseMessage> sending = _upstream.SendAsync(message, exchange.Aborted);
            response = await sending.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever went wrong on the way there is the client's to know.
            await FailAsync(exchange, capture, content, e).ConfigureAwait(false);
            return;
        }

        // :: Steps 3 to 5: the answer
        using (response)
        {
            capture?.RequestDone();
            await AnswerAsync(exchange, response, capture).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(Exchange exchange, CallCapture? capture, TeeContent? content, Exception e)
    {
        if (exchange.Aborted.IsCancellationRequested || content?.ClientFailed == true)
        {
            capture?.Done(null, "client_cancelled", null, null);
            if (!exchange.Aborted.IsCancellationRequested)
            {
                await GatewayErrors.BadBodyAsync(exchange).ConfigureAwait(false);
            }

            return;
        }

        if (e is RequestTooLargeException || e.InnerException is RequestTooLargeException)
        {
            capture?.Done(StatusCodes.Status413PayloadTooLarge, "request_too_large", "the request is larger than the gateway's limit", null);
            await GatewayErrors.TooLargeAsync(exchange, options.MaxRequestBytes).ConfigureAwait(false);
            return;
        }

        string reason = e.InnerException?.Message ?? e.Message;
        capture?.Done(StatusCodes.Status502BadGateway, "upstream_unreachable", reason, null);
        await GatewayErrors.ReplyAsync(exchange, StatusCodes.Status502BadGateway, "upstream_unreachable", "The provider could not be reached: " + reason).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(Exchange exchange, HttpResponseMessage response, CallCapture? capture)
    {
        int status = (int)response.StatusCode;
        exchange.Response.StatusCode = status;
        exchange.Response.ReasonPhrase = response.ReasonPhrase;
        HashSet<string>? named = response.Headers.NonValidated.TryGetValues("Connection", out HeaderStringValues connection)
            ? HeaderRules.Named(connection.ToString())
            : null;
        CopyHeaders(response.Headers.NonValidated, exchange, named);
        CopyHeaders(response.Content.Headers.NonValidated, exchange, named);
        if (response.Headers.TransferEncodingChunked == true)
        {
            // Where both are given the chunks count (RFC 9112, 6.3), and the body may have any length.
            exchange.Response.Headers.ContentLength = null;
        }

        try
        {
            await CopyBodyAsync(exchange, response, capture).ConfigureAwait(false);
            capture?.Done(status, "completed", null, response);
        }
        catch (Exception) when (exchange.Aborted.IsCancellationRequested)
        {
            capture?.Done(status, "client_cancelled", null, response);
        }
        catch (Exception e)
        {
            // Whatever it was: a body that is not whole must not end like one.
            capture?.Done(status, "upstream_dropped", e.Message, response);
            throw new UpstreamDroppedException(e);
        }
    }

    private static async Task CopyBodyAsync(Exchange exchange, HttpResponseMessage response, CallCapture? capture)
    {
        Stream body = await response.Content.ReadAsStreamAsync(exchange.Aborted).ConfigureAwait(false);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        bool started = false;
        int read;
        do
        {
            ValueTask<int> reading = body.ReadAsync(block, exchange.Aborted);
            if (!started && !reading.IsCompletedSuccessfully)
            {
                // The body lets wait for itself: the client gets the head now. Otherwise both go out together.
                started = true;
                await exchange.Writer.FlushAsync(exchange.Aborted).ConfigureAwait(false);
            }

            read = await reading.ConfigureAwait(false);
            if (read > 0)
            {
                started = true;
                capture?.Received(block.AsSpan(0, read), exchange.Response.Headers.ContentLength);
                await exchange.Writer.WriteAsync(block.AsMemory(0, read), exchange.Aborted).ConfigureAwait(false);
            }
        }
        while (read > 0);

        if (!started && exchange.Response.Headers.ContentLength is null)
        {
            // An empty body without a length stays one: the server would declare a length for it.
            await exchange.Writer.FlushAsync(exchange.Aborted).ConfigureAwait(false);
        }

        // After a failure a read may still be on its way into the block, which then is nobody else's.
        ArrayPool<byte>.Shared.Return(block);
    }

    private static void CopyHeaders(HttpHeadersNonValidated headers, Exchange exchange, HashSet<string>? named)
    {
        foreach ((string name, HeaderStringValues values) in headers)
        {
            if (HeaderRules.TravelsDown(name, named))
            {
                try
                {
                    exchange.Response.Headers[name] = new StringValues([.. values]);
                }
                catch (InvalidOperationException)
                {
                    // The server refuses to send control characters. The answer is worth more than this header.
                }
            }
        }
    }
}
