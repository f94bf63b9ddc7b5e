// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Exporters.Spans;

/// <summary>Ids that follow from the recorded ones: exporting a session again repeats them, on any machine.</summary>
internal static class StableId
{
    /// <summary>Bump only with a reason to make every backend see every session anew.</summary>
    private const string Salt = "nemo-flow/1";

    /// <summary>128 bits that are never all zero, which the protocol forbids.</summary>
    public static UInt128 Of(params ReadOnlySpan<string> parts)
    {
        StringBuilder text = new(Salt);
        foreach (string part in parts)
        {
            // The length keeps two lists of parts apart that read the same when joined.
            text.Append('\n').Append(part.Length).Append(':').Append(part);
        }

        UInt128 id = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return id == 0 ? 1 : id;
    }

    /// <summary>The lower 64 bits of an id, for spans.</summary>
    public static ulong Short(UInt128 id) => (ulong)id is 0 ? 1 : (ulong)id;

    /// <summary>As a UUID of version 8, which is for ids made as their maker likes.</summary>
    public static Guid Uuid(UInt128 id)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
