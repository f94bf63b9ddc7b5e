// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Gateway.Upstream;

/// <summary>Stands in for a connection's stream: swallows one request and gives one prepared answer to it.</summary>
/// <param name="answer">The answer, head only.</param>
/// <param name="unclaimed">Gives the real stream where the answer was never read, so that it is closed with this one.</param>
internal sealed class ClaimStream(string answer, Func<Stream?> unclaimed) : Stream
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest = Encoding.ASCII.GetBytes(answer);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The handler watches idle connections by reading them: an answer before the question would be taken for a fault.
        await _asked.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        int length = Math.Min(buffer.Length, _rest.Length);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _asked.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return Task.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _asked.TrySetResult();
        if (!_rest.IsEmpty)
        {
            unclaimed()?.Dispose();
        }

        base.Dispose(disposing);
    }
}
