// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using NemoFlow.Engine.Capture;

namespace NemoFlow.Gateway.Forwarding;

/// <summary>The copy of a body: as much as the limit allows, and the count of everything.</summary>
internal sealed class CaptureBuffer(int limit)
{
    private byte[] _bytes = [];
    private int _length;
    private long _total;

    /// <summary>Number of bytes that went by.</summary>
    public long Total => _total;

    /// <summary>The last bytes of the copy.</summary>
    public ReadOnlySpan<byte> Tail(int length) => _bytes.AsSpan(Math.Max(0, _length - length), Math.Min(length, _length));

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _total += bytes.Length;
        int room = Math.Min(bytes.Length, limit - _length);
        if (room <= 0)
        {
            return;
        }

        if (_bytes.Length - _length < room)
        {
            Grow(room);
        }

        bytes[..room].CopyTo(_bytes.AsSpan(_length));
        _length += room;
    }

    /// <summary>Takes the copy out; the buffer is empty afterwards.</summary>
    public CapturedBody Take()
    {
        CapturedBody body = new(_bytes.AsSpan(0, _length).ToArray(), _total);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        return body;
    }

    private void Grow(int room)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(limit, Math.Max(_length + room, Math.Max(4096, _length * 2))));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
