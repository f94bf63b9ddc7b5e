// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Catalog;

/// <summary>
/// <c>catalog.jsonl</c>: what lists show of every session, a line each, so that a list need not read the journals. It is a cache: what
/// it says counts only while a session's journals look as they did, and a file of another build is read as empty.
/// </summary>
public static class CatalogFile
{
    private const int Version = 1;

    /// <summary>Lines that one thread reads at a time.</summary>
    private const int Portion = 1024;

    /// <summary>Reads the catalog. One that is missing, damaged or of another build gives nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="build">Names the code that folds sessions; other code may fold them otherwise.</param>
    public static Dictionary<string, CatalogEntry> Read(string path, string build)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        List<Range> lines = Lines(content);
        if (lines.Count == 0 || !content.AsSpan()[lines[0]].SequenceEqual(Header(build)))
        {
            return [];
        }

        CatalogEntry?[] entries = new CatalogEntry?[lines.Count];
        Parallel.ForEach(Partitioner.Create(1, Math.Max(2, lines.Count), Portion), portion =>
        {
            for (int i = portion.Item1; i < Math.Min(portion.Item2, lines.Count); i++)
            {
                entries[i] = Parse(content.AsSpan()[lines[i]]);
            }
        });
        Dictionary<string, CatalogEntry> byFolder = new(lines.Count, StringComparer.Ordinal);
        foreach (CatalogEntry? entry in entries)
        {
            if (entry is not null)
            {
                byFolder[entry.Folder] = entry;
            }
        }

        return byFolder;
    }

    /// <summary>Replaces the catalog in one step.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, string build, IEnumerable<CatalogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArrayBufferWriter<byte> buffer = new(1 << 16);
        buffer.Write(Header(build));
        buffer.Write("\n"u8);
        using Utf8JsonWriter json = new(buffer);
        foreach (CatalogEntry entry in entries)
        {
            CatalogJson.Write(json, entry);
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }

        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, buffer.WrittenSpan);
    }

    private static byte[] Header(string build) => Encoding.UTF8.GetBytes($$"""{"v":{{Version}},"kind":"catalog","build":"{{build}}"}""");

    private static List<Range> Lines(ReadOnlySpan<byte> content)
    {
        List<Range> lines = [];
        int start = 0;
        while (start < content.Length)
        {
            int length = content[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            lines.Add(new Range(start, start + length));
            start += length + 1;
        }

        return lines;
    }

    private static CatalogEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return CatalogJson.Read(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The session is folded again.
            return null;
        }
    }
}
