// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Storage.Journal;

/// <summary>The first line of a journal.</summary>
public static class JournalHeader
{
    private const int MaxLength = 4096;

    /// <summary>The session a journal belongs to; null where the file is no journal.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? SessionId(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] start = new byte[MaxLength];
        int read = file.ReadAtLeast(start, MaxLength, throwOnEndOfStream: false);
        int end = start.AsSpan(0, read).IndexOf((byte)'\n');
        if (end < 0)
        {
            return null;
        }

        try
        {
            JsonElement line = JsonElement.Parse(start.AsSpan(0, end));
            return line.TextAt("kind") == "journal" ? line.TextAt("session") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
