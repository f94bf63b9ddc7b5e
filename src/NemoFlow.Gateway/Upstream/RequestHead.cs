// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Gateway.Upstream;

/// <summary>Writes the head of a request (RFC 9112, 3 and 5), one line for each value, one byte for each character.</summary>
internal sealed class RequestHead
{
    private byte[] _bytes;

    /// <param name="buffer">Where to write; replaced by a larger one where it does not suffice.</param>
    /// <param name="method">The method, as the client wrote it.</param>
    /// <param name="target">The target, as it goes into the request line.</param>
    /// <param name="url">Whose host goes into Host.</param>
    public RequestHead(byte[] buffer, string method, string target, Uri url)
    {
        _bytes = buffer;
        Write(method);
        Write(" ");
        Write(target);
        Write(" HTTP/1.1\r\n");
        Add("Host", url.IsDefaultPort ? Host(url) : Host(url) + ":" + url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Number of bytes written.</summary>
    public int Length { get; private set; }

    public void Add(string name, string value)
    {
        Write(name);
        Write(": ");
        Write(value);
        Write("\r\n");
    }

    /// <summary>Ends the head.</summary>
    /// <returns>The buffer it stands at the beginning of, with room behind it.</returns>
    public byte[] End(int room)
    {
        Write("\r\n");
        MakeRoom(room);
        return _bytes;
    }

    private static string Host(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? "[" + url.IdnHost + "]" : url.IdnHost;

    private void Write(string text)
    {
        MakeRoom(text.Length);
        Length += Encoding.Latin1.GetBytes(text, _bytes.AsSpan(Length));
    }

    private void MakeRoom(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }
    }
}
