// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Upstream;

/// <summary>Takes chunked framing off a body (RFC 9112, 7.1). Extensions and trailers, which belong to the connection's framing, go with it.</summary>
internal struct ChunkDecoder
{
    private enum Part
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Ended,
    }

    private Part _part;
    private long _left;

    /// <summary>True after the last chunk and its trailers.</summary>
    public readonly bool IsEnded => _part == Part.Ended;

    /// <summary>Takes one piece of the body from the beginning of the bytes.</summary>
    /// <param name="bytes">What has arrived and was not taken yet.</param>
    /// <param name="taken">Number of bytes used up, framing included; 0 where more must arrive first.</param>
    /// <returns>The piece, within the bytes; empty where only framing was taken.</returns>
    /// <exception cref="IOException">This is no chunked body.</exception>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = 0;
        if (_part == Part.Data)
        {
            taken = (int)Math.Min(_left, bytes.Length);
            _left -= taken;
            _part = _left == 0 ? Part.DataEnd : Part.Data;
            return bytes[..taken];
        }

        int feed = bytes.IndexOf((byte)'\n');
        if (feed < 0 || IsEnded)
        {
            return [];
        }

        taken = feed + 1;
        ReadOnlySpan<byte> line = bytes[..feed].TrimEnd((byte)'\r');
        switch (_part)
        {
            case Part.Size:
                _left = Size(line);
                _part = _left == 0 ? Part.Trailers : Part.Data;
                break;
            case Part.DataEnd:
                _part = line.IsEmpty ? Part.Size : throw Malformed();
                break;
            default:
                _part = line.IsEmpty ? Part.Ended : Part.Trailers;
                break;
        }

        return [];
    }

    private static long Size(ReadOnlySpan<byte> line)
    {
        long size = 0;
        int digits = 0;
        while (digits < line.Length && Digit(line[digits]) is int digit and >= 0)
        {
            size = (size << 4) | (uint)digit;
            if (++digits > 15)
            {
                throw Malformed();
            }
        }

        return digits > 0 && (digits == line.Length || line[digits] is (byte)';' or (byte)' ' or (byte)'\t') ? size : throw Malformed();
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };

    private static IOException Malformed() => new("The provider's chunks cannot be understood.");
}
