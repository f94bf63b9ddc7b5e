// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Journal;

/// <summary>The journal file of one session and one gateway, open for appending. Not thread-safe: it has one writer.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly LineBuffer _batch = new(4096);
    private readonly SharingWriter _writer;
    private readonly RequestHistory _history = new();
    private readonly string _sessionId;
    private readonly string _gatewayId;
    private long _length;
    private long _sequence;

    /// <summary>Opens or creates the file. One that exists is continued behind its last complete line.</summary>
    /// <exception cref="IOException">The file cannot be opened or its first line cannot be written.</exception>
    public JournalFile(string path, string sessionId, string gatewayId)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        _handle = OpenHandle(path);
        _length = JournalTail.RepairedLength(_handle);
        _sequence = JournalTail.LastSequence(_handle, _length);
        _sessionId = sessionId;
        _gatewayId = gatewayId;
        _writer = new SharingWriter(_batch) { BaseOffset = _length };
        BeginFile();
    }

    /// <summary>Adds a line to the batch.</summary>
    public void Append(JournalEntry entry)
    {
        int start = _batch.WrittenCount;
        long sequence = _sequence;
        try
        {
            WriteLine(entry);
            _writer.CompleteLine();
        }
        catch
        {
            // A line that could not be composed must leave nothing behind that a later one would refer to.
            _batch.Truncate(start);
            _sequence = sequence;
            _writer.DropLine();
            _history.Forget();
            throw;
        }
    }

    /// <summary>Writes the batch with one call. After a failure the file is as it was and the batch is gone.</summary>
    /// <exception cref="IOException">The disk is full or the file is out of reach.</exception>
    public void Flush()
    {
        if (_batch.WrittenCount == 0)
        {
            return;
        }

        try
        {
            RandomAccess.Write(_handle, _batch.WrittenSpan, _length);
            _length += _batch.WrittenCount;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _writer.Forget();
            _history.Forget();
            RandomAccess.SetLength(_handle, _length);

            // The framework calls a file that may not grow any more a bad argument.
            throw e as IOException ?? new IOException(e.Message, e);
        }
        finally
        {
            _batch.Clear();
            _writer.BaseOffset = _length;
            BeginFile();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle OpenHandle(string path)
    {
        using FileStream created = new(path, PrivateFiles.Options(System.IO.FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        return File.OpenHandle(path, System.IO.FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>An empty file begins with its header, also where the first attempt to write it failed.</summary>
    private void BeginFile()
    {
        if (_length > 0)
        {
            return;
        }

        using (System.Text.Json.Utf8JsonWriter json = new(_batch))
        {
            json.WriteStartObject();
            json.WriteNumber("v", JournalFormat.Version);
            json.WriteString("kind", "journal");
            json.WriteString("session", _sessionId);
            json.WriteString("gateway", _gatewayId);
            json.WriteEndObject();
        }

        _batch.Write("\n"u8);
    }

    private void WriteLine(JournalEntry entry)
    {
        _batch.Write("{\"seq\":"u8);
        Format(++_sequence);
        _batch.Write(",\"t\":\""u8);
        entry.Time.UtcDateTime.TryFormat(_batch.GetSpan(40), out int written, "O", CultureInfo.InvariantCulture);
        _batch.Advance(written);
        _batch.Write("\",\"src\":\""u8);
        Encoding.UTF8.GetBytes(JournalFormat.SourceName(entry.Source), _batch);
        _batch.Write("\",\"kind\":"u8);
        Quote(entry.Kind);
        _batch.Write(",\"agent\":"u8);
        Quote(entry.Agent);
        if (entry.Id is not null)
        {
            _batch.Write(",\"id\":"u8);
            Quote(entry.Id);
        }

        _batch.Write(",\"data\":"u8);
        WriteData(entry);
        _batch.Write("}\n"u8);
    }

    private void WriteData(JournalEntry entry)
    {
        int start = _batch.WrittenCount;
        _writer.Write(entry.Data.IsEmpty ? "{}"u8 : entry.Data.Span);
        if (entry.Request is not { } request)
        {
            return;
        }

        // The members of the request follow within the same object: take its closing brace back.
        bool empty = _batch.WrittenCount - start == 2;
        _batch.Truncate(_batch.WrittenCount - 1);
        _batch.Write(empty ? "\"body\":{"u8 : ",\"body\":{"u8);
        ReadOnlySpan<byte> json = request.Json.Span;
        RequestSplit split = RequestSplit.Of(json, request.ItemsMember);
        for (int i = 0; i < split.Members.Count; i++)
        {
            _batch.Write(i == 0 ? [] : ","u8);
            _writer.WriteName(json[split.Members[i].Name]);
            _writer.WriteWhole(json[split.Members[i].Value]);
        }

        _batch.Write("}"u8);
        if (split.HasItems)
        {
            WriteItems(request, json, split);
        }

        _batch.Write("}"u8);
    }

    private void WriteItems(RequestBody request, ReadOnlySpan<byte> json, RequestSplit split)
    {
        int shared = _history.Advance(request.ThreadKey, json, split.Items, out List<UInt128> hashes);
        _batch.Write(",\"items_from\":"u8);
        Format(shared);
        _batch.Write(",\"items\":["u8);
        for (int i = shared; i < split.Items.Count; i++)
        {
            _batch.Write(i == shared ? [] : ","u8);
            ReadOnlySpan<byte> item = json[split.Items[i]];
            _writer.WriteWhole(item, RequestHistory.IsMarked(item) ? null : hashes[i]);
        }

        _batch.Write("]"u8);
    }

    private void Format(long number)
    {
        number.TryFormat(_batch.GetSpan(20), out int written, default, CultureInfo.InvariantCulture);
        _batch.Advance(written);
    }

    private void Quote(string text)
    {
        System.Text.Json.JsonEncodedText encoded = System.Text.Json.JsonEncodedText.Encode(text);
        _batch.Write("\""u8);
        _batch.Write(encoded.EncodedUtf8Bytes);
        _batch.Write("\""u8);
    }
}
