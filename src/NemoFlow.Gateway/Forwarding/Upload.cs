// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Sends a request as its body arrives, and copies the body on the way. The head goes out together with what is there of the body.</summary>
/// <param name="connection">The connection to the provider.</param>
/// <param name="body">The client's body; null where the request has none.</param>
/// <param name="copy">Where the copy goes; null for none.</param>
/// <param name="length">The body's length; null where it comes in chunks.</param>
/// <param name="limit">Most bytes of body that are sent.</param>
internal sealed class Upload(UpstreamConnection connection, PipeReader? body, CaptureBuffer? copy, long? length, long limit)
{
    /// <summary>Most bytes of body that go out in one piece.</summary>
    public const int BlockSize = 16384;

    /// <summary>Room behind a head for a block and the framing of its chunk.</summary>
    public const int Room = BlockSize + 16;

    private long _sent;
    private volatile bool _stopped;
    private volatile bool _atEnd;

    /// <summary>What the provider's connection said to a failed write.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>True once the client has sent everything and the last of it is on its way.</summary>
    public bool IsAtEnd => _atEnd;

    /// <summary>Sends everything.</summary>
    /// <param name="buffer">Begins with the head; has <see cref="Room"/> behind it.</param>
    /// <param name="head">Length of the head.</param>
    public async Task<UploadEnd> RunAsync(byte[] buffer, int head)
    {
        int filled = head;
        bool over = body is null;
        while (!over)
        {
            ValueTask<ReadResult> reading = body!.ReadAsync();
            if (!reading.IsCompleted && filled > 0)
            {
                // A slow upload reaches the provider as slowly as the client sends it, not in one piece at the end.
                if (!await WriteAsync(buffer.AsMemory(0, filled)).ConfigureAwait(false))
                {
                    body.CancelPendingRead();
                    await IgnoreAsync(body, reading).ConfigureAwait(false);
                    return UploadEnd.Refused;
                }

                filled = 0;
            }

            ReadResult result;
            try
            {
                result = await reading.ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Whatever the server found wrong with it, the client is the one who sent it.
                return UploadEnd.ClientFailed;
            }

            if (result.IsCanceled || _stopped)
            {
                body.AdvanceTo(result.Buffer.Start);
                return UploadEnd.Stopped;
            }

            ReadOnlySequence<byte> block = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, BlockSize));
            _sent += block.Length;
            over = result.IsCompleted && block.Length == result.Buffer.Length;
            if (_sent > limit)
            {
                body.AdvanceTo(block.End);
                return UploadEnd.TooLarge;
            }

            bool empty = block.IsEmpty;
            over |= _sent == length;
            filled += Frame(block, buffer.AsSpan(filled), over);
            body.AdvanceTo(block.End);
            if (!over && !empty && !await WriteAsync(buffer.AsMemory(0, filled)).ConfigureAwait(false))
            {
                return UploadEnd.Refused;
            }

            filled = over || empty ? filled : 0;
        }

        _atEnd = true;
        return filled == 0 || await WriteAsync(buffer.AsMemory(0, filled)).ConfigureAwait(false) ? UploadEnd.Sent : UploadEnd.Refused;
    }

    /// <summary>Ends it early: what the client still has to say interests nobody any more.</summary>
    public void Stop()
    {
        _stopped = true;
        body?.CancelPendingRead();
    }

    private static async Task IgnoreAsync(PipeReader body, ValueTask<ReadResult> reading)
    {
        try
        {
            body.AdvanceTo((await reading.ConfigureAwait(false)).Buffer.Start);
        }
        catch (Exception)
        {
            // The provider's refusal is what counts.
        }
    }

    /// <summary>Puts a block, and where chunks are needed its frame, behind what the buffer holds.</summary>
    private int Frame(ReadOnlySequence<byte> block, Span<byte> room, bool last)
    {
        int size = (int)block.Length;
        int at = 0;
        bool chunked = length is null;
        if (chunked && size > 0)
        {
            Utf8Formatter.TryFormat(size, room, out at, new StandardFormat('x'));
            "\r\n"u8.CopyTo(room[at..]);
            at += 2;
        }

        block.CopyTo(room[at..]);
        copy?.Add(room.Slice(at, size));
        at += size;
        if (chunked && size > 0)
        {
            "\r\n"u8.CopyTo(room[at..]);
            at += 2;
        }

        if (chunked && last)
        {
            "0\r\n\r\n"u8.CopyTo(room[at..]);
            at += 5;
        }

        return at;
    }

    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await connection.WriteAsync(bytes).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Failure = e;
            return false;
        }
    }
}
