// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NemoFlow.Text;

namespace NemoFlow.Storage.Journal;

/// <summary>Reads one journal file, from the start and then whatever has been added. Never locks the file.</summary>
public sealed class JournalReader : IDisposable
{
    private const int BlockSize = 1 << 20;
    private const int LongestLine = 1 << 30;

    private readonly SafeFileHandle _handle;
    private readonly ReferenceResolver _resolver;
    private readonly SharedBodies _bodies;
    private long _position;

    /// <summary>Opens a journal for reading.</summary>
    /// <exception cref="IOException">The file is out of reach.</exception>
    public JournalReader(string path)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _resolver = new ReferenceResolver(_handle);
        _bodies = new SharedBodies(_resolver);
    }

    /// <summary>The session named in the first line; null until that line was read.</summary>
    public string? SessionId { get; private set; }

    /// <summary>The gateway named in the first line.</summary>
    public string? GatewayId { get; private set; }

    /// <summary>Bytes read so far: all complete lines up to here were given.</summary>
    public long Position => _position;

    /// <summary>Lines that are no events: damaged, or of a later version. They are passed over.</summary>
    public int UnreadableLines { get; private set; }

    /// <summary>Passes over all lines before a position but the first, which tells whose journal it is.</summary>
    /// <param name="position">The beginning of a line.</param>
    public void SkipTo(long position)
    {
        byte[] start = ReadBlock(0, Math.Min(RandomAccess.GetLength(_handle), 4096));
        int end = start.AsSpan().IndexOf((byte)'\n') + 1;
        if (end > 0)
        {
            ReadLine(start.AsMemory(0, end - 1), 0, []);
            _position = Math.Max(end, position);
        }
    }

    /// <summary>The events that were added since the last call. A line that is still being written waits for the next call.</summary>
    public IReadOnlyList<SessionEvent> ReadNew()
    {
        List<SessionEvent> events = [];
        long length = RandomAccess.GetLength(_handle);
        int blockSize = BlockSize;
        while (_position < length)
        {
            byte[] block = ReadBlock(_position, Math.Min(length - _position, blockSize));
            int end = block.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (end == 0 && (block.Length < blockSize || blockSize == LongestLine))
            {
                // The rest is a line that is still being written, or no line at all.
                break;
            }

            // A line longer than the block needs a larger one.
            blockSize = end == 0 ? blockSize * 2 : blockSize;
            ReadLines(block.AsMemory(0, end), events);
            _position += end;
        }

        return events;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void ReadLines(ReadOnlyMemory<byte> lines, List<SessionEvent> events)
    {
        for (int at = 0; at < lines.Length;)
        {
            int newline = lines.Span[at..].IndexOf((byte)'\n');
            ReadLine(lines.Slice(at, newline), _position + at, events);
            at += newline + 1;
        }
    }

    private byte[] ReadBlock(long from, long length)
    {
        byte[] block = new byte[length];
        int done = 0;
        while (done < block.Length)
        {
            int read = RandomAccess.Read(_handle, block.AsSpan(done), from + done);
            if (read == 0)
            {
                break;
            }

            done += read;
        }

        return done == block.Length ? block : block[..done];
    }

    private void ReadLine(ReadOnlyMemory<byte> line, long position, List<SessionEvent> events)
    {
        if (line.IsEmpty)
        {
            return;
        }

        try
        {
            line = _bodies.Take(line, position, out JsonElement? body);
            JsonElement json = JsonElement.Parse(JsonCharacters.Repair(_resolver.Resolve(line, position)).Span, JournalFormat.LineOptions);
            if (json.TextAt("kind") == "journal")
            {
                SessionId = json.TextAt("session");
                GatewayId = json.TextAt("gateway");
            }
            else if (ToEvent(json, body) is { } e)
            {
                events.Add(e);
            }
            else
            {
                UnreadableLines++;
            }
        }
        catch (JsonException)
        {
            UnreadableLines++;
        }
    }

    private SessionEvent? ToEvent(JsonElement json, JsonElement? body)
    {
        if (SessionId is null || json.TextAt("kind") is not { } kind
            || !DateTimeOffset.TryParse(json.TextAt("t"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time))
        {
            return null;
        }

        return new SessionEvent
        {
            SessionId = SessionId,
            Gateway = GatewayId,
            Time = time,
            Sequence = json.LongAt("seq") ?? 0,
            Source = JournalFormat.ParseSource(json.TextAt("src")),
            Kind = kind,
            Agent = json.TextAt("agent") ?? AgentKinds.Gateway,
            Id = json.TextAt("id"),
            Data = json.At("data") ?? default,
            RequestBody = body,
        };
    }
}
