// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace NemoFlow.Storage.Journal;

/// <summary>A growing buffer that can also be cut back, which the framework's own cannot.</summary>
internal sealed class LineBuffer(int capacity) : IBufferWriter<byte>
{
    /// <summary>A buffer that has grown goes back to the pool once it was written: many files are open, and few of them are busy.</summary>
    private const int KeepUpTo = 16 << 10;

    private byte[] _bytes = new byte[capacity];

    /// <summary>True where the bytes came from the pool; the first ones never do, however many they are.</summary>
    private bool _rented;

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    public void Truncate(int length) => WrittenCount = Math.Min(length, WrittenCount);

    public void Clear()
    {
        WrittenCount = 0;
        if (_rented && _bytes.Length > KeepUpTo)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = new byte[capacity];
            _rented = false;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        WrittenCount += bytes.Length;
    }

    public void Advance(int count) => WrittenCount += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(WrittenCount);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(WrittenCount);
    }

    private void Grow(int needed)
    {
        if (_bytes.Length - WrittenCount >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, WrittenCount + needed));
        WrittenSpan.CopyTo(larger);
        if (_rented)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
        _rented = true;
    }
}
