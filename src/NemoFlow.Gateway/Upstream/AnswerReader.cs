// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Upstream;

/// <summary>Reads one answer from a connection: first the head, then the body piece by piece.</summary>
internal sealed class AnswerReader(UpstreamConnection connection, string method)
{
    private ResponseHead? _head;
    private BodyFraming _framing;
    private ChunkDecoder _chunks;
    private long? _left;
    private bool _ended;

    /// <summary>The head, once it was read.</summary>
    public ResponseHead Head => _head ?? throw new InvalidOperationException("The head has not been read.");

    /// <summary>How the body is framed, once the head was read.</summary>
    public BodyFraming Framing => _framing;

    /// <summary>True once anything of the answer has arrived.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>True once the body was taken to its end.</summary>
    public bool IsEnded => _ended || (_framing.Chunked ? _chunks.IsEnded : _left == 0);

    /// <summary>True where the connection can carry another exchange: the answer said so, and nothing came behind it.</summary>
    public bool LeavesConnectionUsable => IsEnded && !_ended && Head.KeepsConnection && Head.Status >= 200 && connection.Unused.IsEmpty;

    /// <summary>Reads the head of the final answer; those before it (RFC 9110, 15.2) are for connections, not for clients of HTTP APIs.</summary>
    /// <exception cref="IOException">The provider hung up, or what it sent is no answer.</exception>
    public async ValueTask<ResponseHead> ReadHeadAsync()
    {
        while (true)
        {
            if (!connection.Unused.IsEmpty)
            {
                HasBegun = true;
                ResponseHead? head = ResponseHeadParser.Parse(connection.Unused, out int length, out string? problem);
                if (problem is not null)
                {
                    throw new IOException("The provider cannot be understood: " + problem + ".");
                }

                if (head is not null)
                {
                    connection.Use(length);
                    if (head.Status is >= 200 or 101)
                    {
                        _framing = BodyFraming.Of(method, head, out problem) ?? throw new IOException("The provider cannot be understood: " + problem + ".");
                        _left = _framing.Length;
                        return _head = head;
                    }

                    continue;
                }
            }

            if (await connection.ReadAsync().ConfigureAwait(false) == 0)
            {
                throw new IOException("The provider closed the connection without an answer.");
            }
        }
    }

    /// <summary>Takes the next piece of the body that is there; empty where there is none. Valid until the next read.</summary>
    /// <exception cref="IOException">The body's chunks cannot be understood.</exception>
    public ReadOnlySpan<byte> Take()
    {
        ReadOnlySpan<byte> piece = [];
        if (!_framing.Chunked)
        {
            piece = connection.Unused;
            piece = _left < piece.Length ? piece[..(int)_left] : piece;
            connection.Use(piece.Length);
            _left -= piece.Length;
            return piece;
        }

        int taken = 1;
        while (piece.IsEmpty && taken > 0)
        {
            piece = _chunks.Take(connection.Unused, out taken);
            connection.Use(taken);
        }

        return piece;
    }

    /// <summary>Waits for more of the body.</summary>
    /// <exception cref="IOException">The connection ended before the body did.</exception>
    public ValueTask ReadAsync()
    {
        ValueTask<int> reading = connection.ReadAsync();
        if (!reading.IsCompletedSuccessfully)
        {
            return WaitAsync(reading);
        }

        int read = reading.Result;
        return read > 0 ? ValueTask.CompletedTask : WaitAsync(new ValueTask<int>(read));
    }

    private async ValueTask WaitAsync(ValueTask<int> reading)
    {
        if (await reading.ConfigureAwait(false) > 0)
        {
            return;
        }

        if (_framing.Chunked || _left is not null)
        {
            throw new IOException("The provider broke off in the middle of its answer.");
        }

        _ended = true;
    }
}
