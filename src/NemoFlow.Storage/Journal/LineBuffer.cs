// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace NemoFlow.Storage.Journal;

/// <summary>A growing buffer that can also be cut back, which the framework's own cannot.</summary>
internal sealed class LineBuffer(int capacity) : IBufferWriter<byte>
{
    /// <summary>A buffer that one large request has grown is given up again after it was written.</summary>
    private const int KeepUpTo = 1 << 20;

    private byte[] _bytes = new byte[capacity];

    public int WrittenCount { get; private set; }

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    public void Truncate(int length) => WrittenCount = Math.Min(length, WrittenCount);

    public void Clear()
    {
        WrittenCount = 0;
        if (_bytes.Length > KeepUpTo)
        {
            _bytes = new byte[capacity];
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
        if (_bytes.Length - WrittenCount < needed)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, WrittenCount + needed));
        }
    }
}
