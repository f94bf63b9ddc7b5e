// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Net;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Sends the client's body on as it arrives, and copies it on the way.</summary>
internal sealed class TeeContent(Stream body, CaptureBuffer? copy, long? length, long limit) : HttpContent
{
    private const int BlockSize = 16384;
    private long _sent;

    /// <summary>True where reading from the client failed, rather than writing to the provider.</summary>
    public bool ClientFailed { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SendAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => SendAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            int read;
            while ((read = await ReadAsync(block, cancellation).ConfigureAwait(false)) > 0)
            {
                _sent += read;
                if (_sent > limit)
                {
                    throw new RequestTooLargeException();
                }

                copy?.Add(block.AsSpan(0, read));
                await stream.WriteAsync(block.AsMemory(0, read), cancellation).ConfigureAwait(false);
                if (_sent != length)
                {
                    // A slow upload reaches the provider as slowly as the client sends it, not in one piece at the end.
                    await stream.FlushAsync(cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private async ValueTask<int> ReadAsync(byte[] block, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(block, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ClientFailed = true;
            throw;
        }
    }
}
