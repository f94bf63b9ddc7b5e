// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace NemoFlow.Storage.Journal;

/// <summary>The end of a file whose writer may have been killed.</summary>
internal static class JournalTail
{
    /// <summary>Cuts off what stands behind the last complete line, and gives the length that remains.</summary>
    public static long RepairedLength(SafeFileHandle handle)
    {
        long length = RandomAccess.GetLength(handle);
        long complete = CompleteLength(handle, length);
        if (complete < length)
        {
            RandomAccess.SetLength(handle, complete);
        }

        return complete;
    }

    /// <summary>The sequence of the last line; 0 where there is only the header.</summary>
    public static long LastSequence(SafeFileHandle handle, long length)
    {
        if (length == 0)
        {
            return 0;
        }

        byte[] start = new byte[32];
        int read = RandomAccess.Read(handle, start, CompleteLength(handle, length - 1));
        ReadOnlySpan<byte> line = start.AsSpan(0, read);
        return line.StartsWith("{\"seq\":"u8) && Utf8Parser.TryParse(line[7..], out long sequence, out _) ? sequence : 0;
    }

    private static long CompleteLength(SafeFileHandle handle, long length)
    {
        byte[] block = new byte[4096];
        long end = length;
        while (end > 0)
        {
            int size = (int)Math.Min(block.Length, end);
            int read = RandomAccess.Read(handle, block.AsSpan(0, size), end - size);
            int newline = block.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return end - size + newline + 1;
            }

            end -= size;
        }

        return 0;
    }
}
