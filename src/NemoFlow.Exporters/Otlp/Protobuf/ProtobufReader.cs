// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Exporters.Otlp.Protobuf;

/// <summary>Reads the few protobuf messages that backends answer with; what cannot be read is passed over.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The field last read.</summary>
    public int Field { get; private set; }

    /// <summary>Its number, where it is one.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes, where it has some.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Reads the next field; false at the end, and where the message is damaged.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty || !TryVarint(out ulong tag))
        {
            return false;
        }

        Field = (int)(tag >> 3);
        Bytes = default;
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                bool read = TryVarint(out ulong number);
                Number = number;
                return read;
            case 1:
                return TryTake(8);
            case 2:
                return TryVarint(out ulong length) && length <= (ulong)_rest.Length && TryTake((int)length);
            case 5:
                return TryTake(4);
            default:
                return false;
        }
    }

    private bool TryTake(int length)
    {
        if (_rest.Length < length)
        {
            return false;
        }

        Bytes = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            byte next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
