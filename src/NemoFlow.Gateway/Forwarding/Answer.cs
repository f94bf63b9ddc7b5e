// SPDX-License-Identifier: Apache-2.0
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Upstream;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>Passes an answer on to the client as it arrives.</summary>
internal static class Answer
{
    /// <summary>Most bytes that are held back for more of the same read.</summary>
    private const int FlushAt = 16384;

    /// <summary>Puts status, reason and headers on the client's answer.</summary>
    public static void CopyHead(AnswerReader answer, Exchange exchange)
    {
        exchange.Response.StatusCode = answer.Head.Status;
        exchange.Response.ReasonPhrase = answer.Head.Reason;
        IHeaderDictionary headers = exchange.Response.Headers;
        HashSet<string>? named = HeaderRules.Named(answer.Head.Header("connection"));
        foreach ((string name, string value) in answer.Head.Headers)
        {
            if (!HeaderRules.TravelsDown(name, named))
            {
                continue;
            }

            if (name.Equals("content-length", StringComparison.OrdinalIgnoreCase) && (answer.Framing.Chunked || headers.ContentLength is not null))
            {
                continue;
            }

            try
            {
                StringValues before = headers[name];
                headers[name] = before.Count == 0 ? value : StringValues.Concat(before, value);
            }
            catch (InvalidOperationException)
            {
                // The server refuses to send control characters. The answer is worth more than this header.
            }
        }
    }

    /// <summary>Copies the body. What arrives together leaves together, and nothing waits here for what comes next.</summary>
    /// <returns>False where the client has left before the end.</returns>
    public static async Task<bool> CopyBodyAsync(AnswerReader answer, Exchange exchange, CallCapture? capture)
    {
        if (!answer.IsEnded)
        {
            await exchange.StartAsync().ConfigureAwait(false);
        }

        PipeWriter writer = exchange.Writer;
        bool flushed = false;
        int unflushed = 0;
        while (true)
        {
            unflushed += CopyPieces(answer, writer, capture);
            if (answer.IsEnded)
            {
                break;
            }

            ValueTask reading = answer.ReadAsync();
            if (reading.IsCompletedSuccessfully ? unflushed >= FlushAt : unflushed > 0 || !flushed)
            {
                // The rest lets wait for itself, or fails: the client gets what is there, be it the head alone.
                flushed = true;
                unflushed = 0;
                FlushResult result = await writer.FlushAsync(exchange.Aborted).ConfigureAwait(false);
                if (result.IsCompleted)
                {
                    return false;
                }
            }

            await reading.ConfigureAwait(false);
        }

        bool declared = exchange.Response.Headers.ContentLength is not null;
        if (declared ? flushed && unflushed > 0 : !flushed && unflushed == 0)
        {
            // The server flushes an answer's end by itself where it has to write one. And it would declare a length for an empty body.
            await writer.FlushAsync(exchange.Aborted).ConfigureAwait(false);
        }

        return true;
    }

    private static int CopyPieces(AnswerReader answer, PipeWriter writer, CallCapture? capture)
    {
        int copied = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = answer.Take()).IsEmpty)
        {
            capture?.Received(piece, answer.Framing.Length);
            piece.CopyTo(writer.GetSpan(piece.Length));
            writer.Advance(piece.Length);
            copied += piece.Length;
        }

        return copied;
    }
}
