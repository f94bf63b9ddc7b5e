// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Storage.Delivery;

/// <summary>
/// What of a session has arrived at one target: a file beside the journal that is only ever appended to. Whoever delivers holds its lock, so
/// that two gateways never deliver the same; a kill frees it.
/// </summary>
public sealed class DeliveryLedger
{
    private const int FormatVersion = 1;

    private readonly HashSet<ulong> _arrived = [];
    private readonly string _path;
    private readonly string _target;
    private long _read;

    /// <summary>Takes a session's folder and a target's name; nothing is opened yet.</summary>
    public DeliveryLedger(string sessionFolder, string target)
    {
        _target = target;
        _path = PathFor(sessionFolder, target);
    }

    /// <summary>Bytes of journal that were read when nothing was left to deliver; null where that was never so.</summary>
    public long? CaughtUpAt { get; private set; }

    /// <summary>Number of parts that have arrived.</summary>
    public int Count => _arrived.Count;

    /// <summary>True where a target has an account of a session.</summary>
    public static bool Exists(string sessionFolder, string target) => File.Exists(PathFor(sessionFolder, target));

    /// <summary>What <see cref="CaughtUpAt"/> would be; null as well where the account cannot be read just now.</summary>
    public static long? CaughtUp(string sessionFolder, string target)
    {
        try
        {
            using FileStream stream = new(PathFor(sessionFolder, target), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] end = new byte[Math.Min(stream.Length, 256)];
            stream.Position = stream.Length - end.Length;
            stream.ReadExactly(end);
            int line = end.AsSpan(0, Math.Max(0, end.Length - 1)).LastIndexOf((byte)'\n') + 1;
            return JsonElement.Parse(end.AsSpan(line)).LongAt("caught_up_at");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True where the part has arrived, or is never to be sent.</summary>
    public bool Contains(ulong key) => _arrived.Contains(key);

    /// <summary>Locks the account and reads what was added to it; null while another process delivers.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public Entry? TryOpen()
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(_path)!);
        FileStream stream;
        try
        {
            stream = new FileStream(_path, PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }

        try
        {
            ReadAdded(stream);
            return new Entry(this, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static string PathFor(string sessionFolder, string target) => Path.Combine(sessionFolder, "delivery", SafeName.From(target) + ".jsonl");

    private void ReadAdded(FileStream stream)
    {
        byte[] added = new byte[Math.Max(0, stream.Length - _read)];
        stream.Position = _read;
        stream.ReadExactly(added);
        int end = added.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end < added.Length)
        {
            // A kill in mid-line: the line counts for nothing, and the next begins where it began.
            stream.SetLength(_read + end);
        }

        for (ReadOnlyMemory<byte> rest = added.AsMemory(0, end); !rest.IsEmpty;)
        {
            int newline = rest.Span.IndexOf((byte)'\n');
            ReadLine(rest[..newline]);
            rest = rest[(newline + 1)..];
        }

        _read += end;
        stream.Position = _read;
        if (_read == 0)
        {
            Append(stream, writer =>
            {
                writer.WriteString("kind", "delivery");
                writer.WriteNumber("version", FormatVersion);
                writer.WriteString("target", _target);
            });
        }
    }

    private void ReadLine(ReadOnlyMemory<byte> line)
    {
        try
        {
            JsonElement json = JsonElement.Parse(line.Span);
            foreach (JsonElement key in json.ItemsAt("arrived").Concat(json.ItemsAt("refused")))
            {
                if (key.Scalar() is { } text && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number))
                {
                    _arrived.Add(number);
                }
            }

            CaughtUpAt = json.LongAt("caught_up_at") ?? CaughtUpAt;
        }
        catch (JsonException)
        {
            // A damaged line at worst has its parts delivered twice.
        }
    }

    private void Append(FileStream stream, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> line = new(256);
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        stream.Write(line.WrittenSpan);
        _read += line.WrittenCount;
    }

    /// <summary>The account while it is locked.</summary>
    public sealed class Entry : IDisposable
    {
        private readonly DeliveryLedger _ledger;
        private readonly FileStream _stream;

        internal Entry(DeliveryLedger ledger, FileStream stream)
        {
            _ledger = ledger;
            _stream = stream;
        }

        /// <summary>Notes that parts have arrived, or will never be taken. In the file when this returns.</summary>
        public void Add(IReadOnlyCollection<ulong> keys, bool refused, DateTimeOffset time)
        {
            ArgumentNullException.ThrowIfNull(keys);
            _ledger.Append(_stream, writer =>
            {
                writer.WriteString("t", time.UtcDateTime);
                writer.WriteStartArray(refused ? "refused" : "arrived");
                foreach (ulong key in keys)
                {
                    writer.WriteStringValue(key.ToString("x16", CultureInfo.InvariantCulture));
                }

                writer.WriteEndArray();
            });
            _ledger._arrived.UnionWith(keys);
        }

        /// <summary>Notes that nothing was left to deliver when so many bytes of journal had been read.</summary>
        public void CaughtUp(long journalBytes)
        {
            if (_ledger.CaughtUpAt != journalBytes)
            {
                _ledger.Append(_stream, writer => writer.WriteNumber("caught_up_at", journalBytes));
                _ledger.CaughtUpAt = journalBytes;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _stream.Dispose();
    }
}
