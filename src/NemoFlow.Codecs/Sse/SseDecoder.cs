// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;

namespace NemoFlow.Codecs.Sse;

/// <summary>
/// Cuts a byte stream into server-sent events (WHATWG HTML, section 9.2), whatever the sizes of the pieces in which it arrives.
/// Works on bytes, so that a character split between two pieces stays whole.
/// </summary>
public sealed class SseDecoder
{
    private readonly List<SseEvent> _events = [];
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private string? _name;
    private bool _hasData;
    private bool _afterCarriageReturn;
    private bool _started;

    /// <summary>Takes the next piece and gives the events that it completes.</summary>
    public IReadOnlyList<SseEvent> Push(ReadOnlySpan<byte> bytes)
    {
        _events.Clear();
        while (!bytes.IsEmpty)
        {
            if (_afterCarriageReturn && bytes[0] == '\n')
            {
                bytes = bytes[1..];
            }

            _afterCarriageReturn = false;
            int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                _line.Write(bytes);
                break;
            }

            _afterCarriageReturn = bytes[end] == '\r';
            if (_line.WrittenCount == 0)
            {
                EndLine(bytes[..end]);
            }
            else
            {
                _line.Write(bytes[..end]);
                EndLine(_line.WrittenSpan);
                _line.ResetWrittenCount();
            }

            bytes = bytes[(end + 1)..];
        }

        return [.. _events];
    }

    /// <summary>The stream is over: gives the event that lacks its closing blank line, if any.</summary>
    public IReadOnlyList<SseEvent> Finish()
    {
        _events.Clear();
        if (_line.WrittenCount > 0)
        {
            EndLine(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }

        Dispatch();
        return [.. _events];
    }

    private void EndLine(ReadOnlySpan<byte> line)
    {
        if (!_started)
        {
            _started = true;
            if (line.StartsWith("\uFEFF"u8))
            {
                line = line[3..];
            }
        }

        if (line.IsEmpty)
        {
            Dispatch();
            return;
        }

        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = colon < 0 ? line : line[..colon];
        ReadOnlySpan<byte> value = colon < 0 ? [] : line[(colon + 1)..];
        if (!value.IsEmpty && value[0] == ' ')
        {
            value = value[1..];
        }

        if (field.SequenceEqual("data"u8))
        {
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value);
            _hasData = true;
        }
        else if (field.SequenceEqual("event"u8))
        {
            _name = Encoding.UTF8.GetString(value);
        }
    }

    private void Dispatch()
    {
        if (_hasData)
        {
            _events.Add(new SseEvent(_name, _data.WrittenSpan.ToArray()));
        }

        _data.ResetWrittenCount();
        _hasData = false;
        _name = null;
    }
}
