// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Sends an answer at the scripted pace, up to where it is to be cut.</summary>
internal static class ProviderReplies
{
    public static async Task<RequestOutcome> SendAsync(
        ResponseSink sink, ProviderAnswer answer, CancellationToken cancellationToken, TimeProvider? timeProvider = null)
    {
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        ReplyPace pace = answer.Pace;
        await PauseAsync(clock, pace.FirstDelayMilliseconds, cancellationToken).ConfigureAwait(false);
        sink.Start(answer.Status, answer.ContentType, answer.Headers);
        if (answer.ContentType == ProviderAnswer.JsonType)
        {
            sink.SetLength(answer.Pieces.Sum(static piece => (long)piece.Length));
        }

        List<ReadOnlyMemory<byte>> chunks = [.. Chunk(Trim(answer.Pieces, answer.Drop), pace.ChunkBytes)];
        bool flushHead = chunks.Count > 1 || answer.Drop is not null;
        await sink.WriteHeadAsync(flushHead, cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < chunks.Count; index++)
        {
            if (index > 0)
            {
                await PauseAsync(clock, pace.DelayMilliseconds, cancellationToken).ConfigureAwait(false);
            }

            // The last bytes leave when the request has been logged: who has read the answer finds a finished log entry.
            bool flush = index < chunks.Count - 1 || answer.Drop is not null;
            await sink.WriteAsync(chunks[index], flush, cancellationToken).ConfigureAwait(false);
        }

        return answer.Drop is null ? RequestOutcome.Completed : RequestOutcome.Dropped;
    }

    private static async Task PauseAsync(TimeProvider clock, int milliseconds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (milliseconds > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<byte[]> Trim(IReadOnlyList<byte[]> pieces, ReplyDrop? drop)
    {
        if (drop is null)
        {
            return pieces;
        }

        List<byte[]> kept = [.. pieces.Take(drop.AfterEvents ?? int.MaxValue)];
        if (drop.AfterBytes is int left)
        {
            for (int index = 0; index < kept.Count; index++)
            {
                int take = Math.Min(left, kept[index].Length);
                kept[index] = kept[index][..take];
                left -= take;
            }

            kept.RemoveAll(static piece => piece.Length == 0);
        }

        return kept;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Chunk(IReadOnlyList<byte[]> pieces, int? size)
    {
        if (size is not int length)
        {
            foreach (byte[] piece in pieces)
            {
                yield return piece;
            }

            yield break;
        }

        byte[] all = Join(pieces);
        for (int from = 0; from < all.Length; from += length)
        {
            yield return all.AsMemory(from, Math.Min(length, all.Length - from));
        }
    }

    private static byte[] Join(IReadOnlyList<byte[]> pieces)
    {
        byte[] all = new byte[pieces.Sum(static piece => piece.Length)];
        int position = 0;
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(all, position);
            position += piece.Length;
        }

        return all;
    }
}
