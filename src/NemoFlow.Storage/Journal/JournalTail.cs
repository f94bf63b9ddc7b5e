// SPDX-License-Identifier: Apache-2.0
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
