// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;

namespace NemoFlow.Exporters.Otlp.Protobuf;

/// <summary>
/// Writes the protobuf wire format. A nested message is written in place and moved when its length turns out to take more than one byte,
/// so that nothing is measured twice. Fields with their default value are left to the caller to leave out.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64Bits = 1;
    private const int Delimited = 2;
    private const int Fixed32Bits = 5;
    private const int MaxVarint = 10;

    private byte[] _buffer = new byte[4096];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Takes back what was written behind a position.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Begins a nested message; give the result to <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        Tag(field, Delimited);
        Reserve(1);
        return ++Length;
    }

    /// <summary>Ends a nested message.</summary>
    public void End(int start)
    {
        int length = Length - start;
        int extra = VarintSize((ulong)length) - 1;
        if (extra > 0)
        {
            Reserve(extra);
            _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + extra));
            Length += extra;
        }

        Put(start - 1, (ulong)length);
    }

    /// <summary>A text; invalid halves of characters become U+FFFD, which the protocol demands.</summary>
    public void String(int field, string value)
    {
        Tag(field, Delimited);
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most < 128)
        {
            Reserve(most + 1);
            int written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length + 1));
            _buffer[Length] = (byte)written;
            Length += written + 1;
            return;
        }

        int exact = Encoding.UTF8.GetByteCount(value);
        Reserve(exact + MaxVarint);
        Raw((ulong)exact);
        Length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
    }

    /// <summary>Sixteen bytes, the most significant first.</summary>
    public void Bytes(int field, UInt128 value)
    {
        Tag(field, Delimited);
        Reserve(17);
        _buffer[Length++] = 16;
        BinaryPrimitives.WriteUInt128BigEndian(_buffer.AsSpan(Length), value);
        Length += 16;
    }

    /// <summary>Eight bytes, the most significant first.</summary>
    public void Bytes(int field, ulong value)
    {
        Tag(field, Delimited);
        Reserve(9);
        _buffer[Length++] = 8;
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(Length), value);
        Length += 8;
    }

    /// <summary>A whole number; negative ones take ten bytes.</summary>
    public void Int(int field, long value)
    {
        Tag(field, Varint);
        Reserve(MaxVarint);
        Raw((ulong)value);
    }

    /// <summary>Eight bytes, the least significant first.</summary>
    public void Fixed64(int field, ulong value)
    {
        Tag(field, Fixed64Bits);
        Bare(value);
    }

    /// <summary>Four bytes, the least significant first.</summary>
    public void Fixed32(int field, uint value)
    {
        Tag(field, Fixed32Bits);
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(Length), value);
        Length += 4;
    }

    /// <summary>A fraction.</summary>
    public void Double(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Eight bytes without a tag, within a packed field.</summary>
    public void Bare(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), value);
        Length += 8;
    }

    private void Tag(int field, int type)
    {
        Reserve(MaxVarint);
        Raw(((uint)field << 3) | (uint)type);
    }

    private void Raw(ulong value) => Length = Put(Length, value);

    private int Put(int at, ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[at++] = (byte)value;
        return at;
    }

    private static int VarintSize(ulong value) => value == 0 ? 1 : (63 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 7 + 1;

    private void Reserve(int bytes)
    {
        if (_buffer.Length - Length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + bytes));
        }
    }
}
