// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Writes an answer and keeps count and hash of the body bytes that left.</summary>
internal sealed class ResponseSink(IFeatureCollection features) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly IHttpResponseFeature _head = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Length { get; private set; }

    public int Status => _head.StatusCode;

    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Start(int status, string contentType, IEnumerable<KeyValuePair<string, string>> headers)
    {
        _head.StatusCode = status;
        _head.Headers.ContentType = contentType;
        foreach (KeyValuePair<string, string> header in headers)
        {
            _head.Headers[header.Key] = header.Value;
        }
    }

    /// <summary>Announces the length, so that the body is not chunked.</summary>
    public void SetLength(long length) => _head.Headers.ContentLength = length;

    /// <summary>Writes the head; with <paramref name="flush"/> it leaves now, before the first body byte.</summary>
    public async Task WriteHeadAsync(bool flush, CancellationToken cancellationToken)
    {
        await _body.StartAsync(cancellationToken).ConfigureAwait(false);
        if (flush)
        {
            await _body.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes bytes; with <paramref name="flush"/> they leave now, as one HTTP chunk.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, bool flush, CancellationToken cancellationToken)
    {
        _body.Writer.Write(bytes.Span);
        if (flush)
        {
            FlushResult result = await _body.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCompleted)
            {
                throw new OperationCanceledException("The client closed the connection.");
            }
        }

        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Cuts the connection where it is. The client gets every byte written so far, then the end of the stream.</summary>
    public async Task CutAsync()
    {
        IHttpRequestLifetimeFeature lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        try
        {
            features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);
            // An abort sends a reset, which lets some systems throw away what has arrived but was not read: the client goes first.
            await Task.Delay(Patience, TimeProvider.System, lifetime.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client has gone.
        }

        lifetime.Abort();
    }

    /// <summary>Gives the connection up.</summary>
    public void Abort() => features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();

    public void Dispose() => _hash.Dispose();
}
