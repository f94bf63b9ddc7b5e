// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Keeps the bytes of one request head of a connection.</summary>
/// <remarks>
/// Kestrel hands headers out in an order of its own, and a log that is the truth for comparisons needs the order and
/// spelling of the wire. Requests on one connection follow each other: everything recorded up to <see cref="Take"/> belongs
/// to the request being served.
/// </remarks>
internal sealed class RequestHead
{
    private const int MaximumBytes = 1 << 20;
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private readonly ArrayBufferWriter<byte> _bytes = new(2048);
    private bool _complete;

    public void Record(ReadOnlySequence<byte> consumed)
    {
        if (_complete)
        {
            return;
        }

        foreach (ReadOnlyMemory<byte> segment in consumed)
        {
            int from = Math.Max(0, _bytes.WrittenCount - (EndOfHead.Length - 1));
            _bytes.Write(segment.Span);
            if (_bytes.WrittenSpan[from..].IndexOf(EndOfHead) >= 0 || _bytes.WrittenCount > MaximumBytes)
            {
                _complete = true;
                return;
            }
        }
    }

    /// <summary>The headers of the request being served, in wire order; makes room for the next request.</summary>
    public List<KeyValuePair<string, string>> Take()
    {
        int end = _bytes.WrittenSpan.IndexOf(EndOfHead);
        string head = Encoding.Latin1.GetString(end < 0 ? _bytes.WrittenSpan : _bytes.WrittenSpan[..end]);
        _bytes.Clear();
        _complete = false;

        List<KeyValuePair<string, string>> headers = [];
        foreach (string line in head.Split("\r\n").Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
            }
        }

        return headers;
    }
}
