// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoFlow.Rehearsal.Tests.Support;

/// <summary>Speaks HTTP/1.1 by hand, to see exactly what crosses the wire.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    public static CancellationToken Timeout => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(RehearsalProvider provider)
    {
        RawClient client = new();
        await client._client.ConnectAsync(IPAddress.Loopback, provider.BaseAddress.Port, Timeout);
        return client;
    }

    public static string Post(string body, params string[] headers)
    {
        IEnumerable<string> lines =
        [
            "POST /v1/responses HTTP/1.1",
            "Host: localhost",
            .. headers,
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"),
        ];
        return string.Join("\r\n", lines) + "\r\n\r\n" + body;
    }

    public Task SendAsync(string request) => _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request), Timeout).AsTask();

    /// <summary>Everything up to the end of the connection.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using MemoryStream all = new();
        await _client.GetStream().CopyToAsync(all, Timeout);
        return all.ToArray();
    }

    /// <summary>One response with a chunked body: its head and its chunks.</summary>
    public async Task<(string Head, IReadOnlyList<byte[]> Chunks)> ReadChunkedAsync()
    {
        string head = string.Empty;
        for (string line = await ReadLineAsync(); line.Length > 0; line = await ReadLineAsync())
        {
            head += line + "\n";
        }

        List<byte[]> chunks = [];
        while (true)
        {
            int size = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            byte[] chunk = new byte[size];
            await _client.GetStream().ReadExactlyAsync(chunk, Timeout);
            Assert.Empty(await ReadLineAsync());
            if (size == 0)
            {
                return (head, chunks);
            }

            chunks.Add(chunk);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadLineAsync()
    {
        List<byte> line = [];
        byte[] one = new byte[1];
        while (true)
        {
            await _client.GetStream().ReadExactlyAsync(one, Timeout);
            if (one[0] == '\n')
            {
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }
    }
}
