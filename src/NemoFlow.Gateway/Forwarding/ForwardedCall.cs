// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Microsoft.AspNetCore.Http;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>One request over one connection: the upload and the answer, which run beside each other.</summary>
internal sealed class ForwardedCall(UpstreamConnection connection, Exchange exchange, CallCapture? capture, GatewayOptions options)
{
    private const int HeadSize = 4096;

    private readonly AnswerReader _answer = new(connection, exchange.Request.Method);
    private bool _sent;

    /// <summary>True where the connection may carry another request afterwards.</summary>
    public bool LeavesConnectionUsable => _sent && _answer.LeavesConnectionUsable;

    /// <summary>How long the connection may wait for that.</summary>
    public TimeSpan MaxRest => _answer.Head.MaxRest;

    /// <summary>Sends the request and passes the answer on.</summary>
    /// <returns>False where the connection turned out to have ended before, and the request may be sent over another.</returns>
    /// <exception cref="UpstreamDroppedException">The provider broke off in the middle of its answer.</exception>
    public async Task<bool> RunAsync(Uri url, HttpProxy? proxy)
    {
        long? length = exchange.Request.Headers.ContentLength;
        bool hasBody = exchange.CanHaveBody;
        byte[] block = ArrayPool<byte>.Shared.Rent(HeadSize + Upload.Room);
        RequestHead head = UpstreamRequest.Build(block, exchange, options, url, proxy, hasBody && length is null);
        Upload upload = new(connection, hasBody ? exchange.Body : null, capture?.RequestBody, length, options.MaxRequestBytes);
        byte[] buffer = head.End(Upload.Room);
        Task<UploadEnd> uploading = upload.RunAsync(buffer, head.Length);
        try
        {
            return await AnswerAsync(upload, uploading, mayRepeat: !hasBody && IsSafe(exchange.Request.Method)).ConfigureAwait(false);
        }
        finally
        {
            await StopAsync(upload, uploading).ConfigureAwait(false);
            _sent = await uploading.ConfigureAwait(false) == UploadEnd.Sent;
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private async Task<bool> AnswerAsync(Upload upload, Task<UploadEnd> uploading, bool mayRepeat)
    {
        Task<ResponseHead> answering = _answer.ReadHeadAsync().AsTask();
        if (!uploading.IsCompleted)
        {
            await Task.WhenAny(uploading, answering).ConfigureAwait(false);
        }

        if (uploading.IsCompleted && await uploading.ConfigureAwait(false) is UploadEnd.ClientFailed or UploadEnd.TooLarge)
        {
            connection.Dispose();
            await RejectAsync(await uploading.ConfigureAwait(false)).ConfigureAwait(false);
            await ((Task)answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }

        try
        {
            await answering.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (mayRepeat && connection.IsReused && !_answer.HasBegun && !exchange.Aborted.IsCancellationRequested)
            {
                return false;
            }

            await StopAsync(upload, uploading).ConfigureAwait(false);
            await ForwardingErrors.UnreachableAsync(exchange, capture, upload.Failure ?? e).ConfigureAwait(false);
            return true;
        }

        if (_answer.Framing.Length is null && uploading.IsCompleted)
        {
            // It will take a while: the call is seen as open meanwhile. A short answer is recorded together with its request.
            capture?.RequestDone();
        }

        await PassOnAsync(upload, uploading).ConfigureAwait(false);
        return true;
    }

    private Task RejectAsync(UploadEnd end) => end == UploadEnd.TooLarge
        ? ForwardingErrors.TooLargeAsync(exchange, capture, options.MaxRequestBytes)
        : ForwardingErrors.BadBodyAsync(exchange, capture);

    private async Task PassOnAsync(Upload upload, Task<UploadEnd> uploading)
    {
        ResponseHead head = _answer.Head;
        string outcome;
        Exception? failure = null;
        try
        {
            Answer.CopyHead(_answer, exchange);
            outcome = await Answer.CopyBodyAsync(_answer, exchange, capture).ConfigureAwait(false) ? "completed" : "client_cancelled";
            if (_answer.IsEnded && !uploading.IsCompleted && head.Status < StatusCodes.Status400BadRequest && head.KeepsConnection)
            {
                // The answer was no refusal: the provider still wants the rest, and the client has the answer's end meanwhile.
                if (!upload.IsAtEnd)
                {
                    await exchange.CompleteAsync().ConfigureAwait(false);
                }

                await uploading.ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // Whatever it was: a body that is not whole must not end like one.
            failure = e;
            outcome = exchange.Aborted.IsCancellationRequested ? "client_cancelled" : "upstream_dropped";
        }

        // The copy of the request is recorded below, so nothing may be added to it any more.
        await StopAsync(upload, uploading).ConfigureAwait(false);
        capture?.Done(head.Status, outcome, outcome == "upstream_dropped" ? failure!.Message : null, head);
        if (failure is not null && !exchange.Aborted.IsCancellationRequested)
        {
            throw new UpstreamDroppedException(failure);
        }
    }

    /// <summary>Ends an upload that nobody waits for any more, even one that waits for the provider.</summary>
    private async Task StopAsync(Upload upload, Task<UploadEnd> uploading)
    {
        if (!uploading.IsCompleted)
        {
            upload.Stop();
            connection.Dispose();
            await uploading.ConfigureAwait(false);
        }
    }
}
